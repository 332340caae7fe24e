import { expect, it } from "vitest";
import { isQuiet } from "./quiet";

const months = (...deals: number[]) => deals.map((each) => ({ month: "2026-01", revenue: 0, deals: each }));
const forecast = {
  method: "competing_risks" as const,
  history: months(0, 0, 0, 0, 0, 0),
  by_month: [{ booked_deals: 0 }],
};

it("a pipeline in which nothing was won for long is quiet", () => {
  expect(isQuiet(forecast)).toBe(true);
});

it("one win, now or then, ends that, and so does a history too short to tell", () => {
  expect(isQuiet({ ...forecast, history: months(0, 0, 1, 0, 0, 0) })).toBe(false);
  expect(isQuiet({ ...forecast, by_month: [{ booked_deals: 1 }] })).toBe(false);
  expect(isQuiet({ ...forecast, history: months(0, 0) })).toBe(false);
  expect(isQuiet({ ...forecast, method: "stage_probabilities" })).toBe(false);
});
