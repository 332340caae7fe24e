import { describe, expect, it } from "vitest";
import { intervalLayout, type RateMonth } from "./interval";

const at = (month: string, rate: number | null): RateMonth => ({
  month,
  won: rate === null ? 0 : 5,
  lost: rate === null ? 0 : 5,
  rate,
  low: rate === null ? null : rate - 10,
  high: rate === null ? null : rate + 10,
});
const months = [
  at("2026-01", 40),
  at("2026-02", 50),
  at("2026-03", null),
  at("2026-04", 30),
  at("2026-05", null),
];
const size = { width: 320, height: 220, rtl: false };

describe("a rate over time", () => {
  const layout = intervalLayout(months, size, (value) => `${value}%`);
  it("leaves a gap where nothing was counted", () => {
    expect(layout.line.match(/M/g)).toHaveLength(2);
    expect(layout.dots.map((dot) => dot.month)).toEqual(["2026-01", "2026-02", "2026-04"]);
  });
  it("still shows a month that stands alone, with its interval", () => {
    expect(layout.alone).toHaveLength(1);
    expect(layout.alone[0]?.low).toBeGreaterThan(layout.alone[0]?.high ?? 0);
  });
  it("keeps to a hundred percent", () => {
    const full = intervalLayout([at("2026-01", 95)], size, String);
    expect(Math.max(...full.ticks.map((tick) => tick.value))).toBe(100);
  });
});
