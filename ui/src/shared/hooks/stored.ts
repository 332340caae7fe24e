/** State kept in this window's storage: column choices, the last page. Never business data. */
import { useState } from "react";

export function readStored<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`mycrm.${key}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    // Storage may be blocked or hold something older: the fallback is always valid.
    return fallback;
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(`mycrm.${key}`, JSON.stringify(value));
  } catch {
    // A full or blocked storage only costs the memory of this choice.
  }
}

export function useStored<T>(key: string, fallback: T): [T, (value: T) => void] {
  const [value, setValue] = useState(() => readStored(key, fallback));
  return [
    value,
    (next) => {
      setValue(next);
      writeStored(key, next);
    },
  ];
}
