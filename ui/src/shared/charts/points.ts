/** What a chart says about each of its data points: for the pointer, the keyboard and screen readers alike. */
import type { Place } from "./model/cursor";
import type { Box, Spot } from "./model/plot";
import type { SwatchKind } from "./Swatch";

export interface TipLine {
  label: string;
  value: string;
  swatch?: SwatchKind;
}

export interface Tip {
  title: string;
  lines: readonly TipLine[];
}

export interface ChartPoint extends Place {
  id: string;
  /** The whole sentence: what, when, how much. */
  label: string;
  /** Where the pointer finds it. */
  box: Box;
  /** What the tooltip points to. */
  at: Spot;
  tip: Tip;
}

/** Parts of a sentence that may be missing. */
export function sentences(...parts: (string | false | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
