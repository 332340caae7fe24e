/** Whether a forecast stands on deals of long ago. No I/O. */
import type { SalesForecast } from "../api/types";

type Rests = Pick<SalesForecast, "method" | "history"> & {
  by_month: readonly { booked_deals: number }[];
};

/** A shorter pause is nothing to speak of. */
const PAUSE = 6;

/** Whether it rests on how deals were closed, and none was won in all the months that are shown. */
export function isQuiet({ method, history, by_month }: Rests): boolean {
  return (
    method === "competing_risks" &&
    history.length >= PAUSE &&
    history.every((month) => month.deals === 0) &&
    by_month[0]?.booked_deals === 0
  );
}
