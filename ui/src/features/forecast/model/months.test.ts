import { expect, it } from "vitest";
import { monthsFrom, plusMonths } from "./months";

it("crosses the year in both directions", () => {
  expect(monthsFrom("2026-11", 4)).toEqual(["2026-11", "2026-12", "2027-01", "2027-02"]);
  expect(plusMonths("2026-01", -1)).toBe("2025-12");
  expect(plusMonths("2026-12", 12)).toBe("2027-12");
});
