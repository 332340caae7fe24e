/** What the test of past forecasts says in words: whether ranges hold, and whether others were better. No I/O. */
import type { Interval } from "@/shared/analytics/types";

/** The range that is shown promises this share of months, in percent. */
export const PROMISED = 80;

/** Whether as many months ended inside the range as it promises, given how few months there are. */
export function rangeVerdict(coverage: Pick<Interval, "low" | "high">): "holds" | "too_narrow" | "too_wide" {
  if (coverage.high < PROMISED) return "too_narrow";
  if (coverage.low > PROMISED) return "too_wide";
  return "holds";
}

/** Whether every tested month was expected to bring nothing and did: right about nothing is no proof of a forecast. */
export function isIdle(months: readonly { p10: number; p90: number; actual: number }[]): boolean {
  return months.length > 0 && months.every((month) => month.actual === 0 && isInside(month, 0));
}

/** Smaller differences mean nothing. */
const SAME = 0.02;

export interface Comparison {
  outcome: "better" | "worse" | "same";
  /** By how much the error is smaller or larger, in percent of theirs; null where theirs is nothing. */
  percent: number | null;
}

/** Our error against another's; null where one is missing. Smaller errors are better. */
export function compare(ours: number | null, theirs: number | null): Comparison | null {
  if (ours === null || theirs === null) return null;
  if (theirs === 0) return { outcome: ours === 0 ? "same" : "worse", percent: null };
  const change = (ours - theirs) / theirs;
  const outcome = Math.abs(change) < SAME ? "same" : change < 0 ? "better" : "worse";
  return { outcome, percent: Math.abs(change) * 100 };
}

export function isInside({ p10, p90 }: { p10: number; p90: number }, actual: number): boolean {
  return actual >= p10 && actual <= p90;
}
