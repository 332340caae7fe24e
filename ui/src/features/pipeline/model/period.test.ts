import { expect, it } from "vitest";
import { PERIODS, periodOf, spanOf } from "./period";

const today = "2026-11-26";

it("knows every period by its span again", () => {
  for (const period of PERIODS)
    if (period !== "custom") expect(periodOf(spanOf(period, today), today)).toBe(period);
});

it("calls any other span custom", () => {
  expect(periodOf({ from: "2026-02-03" }, today)).toBe("custom");
  expect(periodOf({ from: "2026-01-01", until: "2026-02-01" }, today)).toBe("custom");
});

it("ends last year with its last day", () => {
  expect(spanOf("last_year", today)).toEqual({ from: "2025-01-01", until: "2025-12-31" });
});
