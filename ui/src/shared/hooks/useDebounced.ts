/** A value that follows another after it has been still for a while. */
import { useEffect, useState } from "react";

export function useDebounced<T>(value: T, ms = 150): T {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return late;
}
