/** Which point of a chart is shown: the one under the pointer, else the one the keyboard is on. */
import { type KeyboardEvent, useRef, useState } from "react";
import { nextPoint } from "./model/cursor";
import type { ChartPoint } from "./points";

export function useCursor(
  points: readonly ChartPoint[],
  rtl: boolean,
  onSelect: ((id: string) => void) | undefined,
) {
  const [hovered, setHovered] = useState<string | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const [stop, setStop] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const indexOf = (id: string | null) => points.findIndex((point) => point.id === id);
  const shown = indexOf(hovered) >= 0 ? indexOf(hovered) : indexOf(focused);

  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const point = points[index];
    if (event.key === "Escape") {
      if (shown < 0) return;
      setFocused(null);
      setHovered(null);
    } else if (event.key === "Enter" || event.key === " ") {
      if (!point || !onSelect) return;
      onSelect(point.id);
    } else {
      const next = nextPoint(points, index, event.key, rtl);
      const target = next === null ? undefined : points[next];
      if (!target) return;
      setHovered(null);
      setFocused(target.id);
      list.current?.querySelector<HTMLElement>(`[data-point="${CSS.escape(target.id)}"]`)?.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return {
    list,
    shown: shown < 0 ? null : shown,
    /** The one tab stop: where the keyboard was last. */
    stop: Math.max(0, indexOf(stop)),
    leave: () => setHovered(null),
    pointProps: (point: ChartPoint, index: number) => ({
      onPointerEnter: () => setHovered(point.id),
      onFocus: (event: { currentTarget: HTMLElement }) => {
        setStop(point.id);
        // A click focuses too, but its tooltip goes with the pointer.
        if (event.currentTarget.matches(":focus-visible")) setFocused(point.id);
      },
      onBlur: () => setFocused(null),
      onClick: () => onSelect?.(point.id),
      onKeyDown: (event: KeyboardEvent) => onKeyDown(event, index),
    }),
  };
}
