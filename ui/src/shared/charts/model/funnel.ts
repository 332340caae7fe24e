/** Geometry of the funnel: each step's bar is split into what went on, what is still there, what was lost. No I/O. */
import type { Place } from "./cursor";
import type { Box, Spot } from "./plot";
import { type RowsLayout, stacked } from "./rows";

export interface FunnelStep {
  key: string;
  name: string;
  /** Deals that came so far. */
  count: number;
  /** In percent of those; null at the last step and for an empty one. */
  conversion: number | null;
  dropOff: number | null;
  stillOpen: number;
  lost: number;
}

export interface FunnelBar extends Place {
  id: string;
  step: FunnelStep;
  part: "reached" | "still_open" | "lost";
  bar: Box;
  box: Box;
  at: Spot;
}

/** The smallest target a pointer can be asked to meet. */
const TARGET = 24;

export function funnelParts(steps: readonly FunnelStep[], layout: RowsLayout, rtl: boolean): FunnelBar[] {
  const most = Math.max(1, ...steps.map((step) => step.count));
  return steps.flatMap((step, row) => {
    const place = layout.rows[row];
    if (!place) return [];
    const on = Math.max(0, step.count - step.stillOpen - step.lost);
    const shares = [on, step.stillOpen, step.lost].map((count) => count / most);
    const [reached, open, lost] = stacked(place.track, shares, rtl);
    const make = (part: FunnelBar["part"], bar: Box, column: number, box: Box): FunnelBar => ({
      id: `${step.key}:${part}`,
      step,
      part,
      row,
      column,
      bar,
      box,
      at: { x: bar.x + bar.width / 2, y: bar.y },
    });
    const around = (bar: Box): Box => {
      const width = Math.max(bar.width, TARGET);
      const x = rtl ? bar.x + bar.width - width : bar.x;
      return { x, y: bar.y - 4, width, height: bar.height + 8 };
    };
    const parts: FunnelBar[] = [];
    // The whole row stands for the step; the parts lie over it.
    if (reached) parts.push(make("reached", reached, 0, place.all));
    if (open && step.stillOpen > 0) parts.push(make("still_open", open, 1, around(open)));
    if (lost && step.lost > 0) parts.push(make("lost", lost, 2, around(lost)));
    return parts;
  });
}
