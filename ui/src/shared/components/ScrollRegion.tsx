/** A part of a page that scrolls by itself. It takes the focus, so that keys can scroll it too. */
import type { ReactNode } from "react";

interface ScrollRegionProps {
  label: string;
  className?: string;
  children: ReactNode;
}

export function ScrollRegion({ label, className, children }: ScrollRegionProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
      tabIndex={0}
      aria-label={label}
      className={`overflow-y-auto focus-visible:outline-none ${className ?? "min-h-0 flex-1"}`}
    >
      {children}
    </section>
  );
}
