/** Places in a column that hold no card: where a dragged one would land, and where further ones are on their way. */
import type { CSSProperties } from "react";
import { Skeleton } from "@/shared/components/States";

export function LandingPlace({ style }: { style: CSSProperties }) {
  return (
    <li
      aria-hidden="true"
      style={style}
      className="absolute inset-x-0 top-0 rounded-lg border-2 border-dashed border-line-strong"
    />
  );
}

export function MoreCards({ style }: { style: CSSProperties }) {
  return (
    <li aria-hidden="true" style={style} className="absolute inset-x-0 top-0">
      <Skeleton className="h-full rounded-lg" />
    </li>
  );
}
