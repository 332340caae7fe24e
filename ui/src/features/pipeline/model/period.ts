/** The periods that analytics are asked about by name. No I/O. */
import { addDays } from "@/shared/format/dates";

export const PERIODS = [
  "all",
  "days_90",
  "days_180",
  "days_365",
  "this_year",
  "last_year",
  "custom",
] as const;
export type Period = (typeof PERIODS)[number];

export interface Span {
  from?: string | undefined;
  until?: string | undefined;
}

/** The span of a named period as of today; open where it reaches to now. */
export function spanOf(period: Exclude<Period, "custom">, today: string): Span {
  const year = Number(today.slice(0, 4));
  switch (period) {
    case "all":
      return {};
    case "days_90":
      return { from: addDays(today, -90) };
    case "days_180":
      return { from: addDays(today, -180) };
    case "days_365":
      return { from: addDays(today, -365) };
    case "this_year":
      return { from: `${year}-01-01` };
    case "last_year":
      return { from: `${year - 1}-01-01`, until: `${year - 1}-12-31` };
  }
}

/** The name of a span, or "custom". */
export function periodOf(span: Span, today: string): Period {
  const named = PERIODS.filter((period) => period !== "custom");
  const same = (period: Exclude<Period, "custom">) => {
    const { from, until } = spanOf(period, today);
    return from === span.from && until === span.until;
  };
  return named.find(same) ?? "custom";
}
