/** How much room an element has, kept up to date. Width 0 until it was measured. */
import { type Ref, useLayoutEffect, useMemo, useState } from "react";
import type { Size } from "./model/plot";

export function useSize(height: number): [Ref<HTMLDivElement>, Size] {
  // As state: the element comes anew when a chart was read as a table meanwhile.
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [size, setSize] = useState({ width: 0, rtl: false });
  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => {
      const width = Math.floor(element.clientWidth);
      const rtl = getComputedStyle(element).direction === "rtl";
      setSize((old) => (old.width === width && old.rtl === rtl ? old : { width, rtl }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, useMemo(() => ({ ...size, height }), [size, height])];
}
