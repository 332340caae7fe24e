import { describe, expect, it } from "vitest";
import { type FanData, fanLayout } from "./fan";

const month = (at: number) => `${2025 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
const data = (past: number, ahead: number): FanData => ({
  past: Array.from({ length: past }, (_, at) => ({
    month: month(at),
    revenue: 50_000 + at * 1000,
    deals: 4,
  })),
  months: Array.from({ length: ahead }, (_, at) => ({
    month: month(past + at),
    expected: 80_000,
    p10: 40_000,
    p50: 78_000,
    p90: 120_000,
    booked: at === 0 ? 30_000 : 0,
    quota: at === 1 ? 200_000 : null,
  })),
});
const text = (value: number) => `€${value / 1000}K`;
const at = (width: number, rtl = false) => ({ width, height: 280, rtl });

describe("the forecast fan", () => {
  it.each([320, 480, 700, 1400])("keeps columns wide enough to point at in %d px", (width) => {
    const layout = fanLayout(data(24, 3), at(width), text);
    expect(layout.step).toBeGreaterThanOrEqual(20);
    expect(layout.past.length).toBeLessThanOrEqual(12);
    expect(layout.centres).toHaveLength(layout.past.length + 3);
  });
  it("shows the latest months of the past", () => {
    const layout = fanLayout(data(24, 1), at(320), text);
    expect(layout.past.at(-1)?.month).toBe("2026-12");
  });
  it("has room for the quota, even above everything else", () => {
    const layout = fanLayout(data(3, 3), at(700), text);
    expect(layout.quotas).toHaveLength(1);
    expect(layout.quotas[0]?.y).toBeGreaterThanOrEqual(layout.plot.y);
  });
  it("draws what is booked from the base line", () => {
    const [bar] = fanLayout(data(3, 3), at(700), text).bookedBars;
    const layout = fanLayout(data(3, 3), at(700), text);
    expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBeCloseTo(layout.plot.y + layout.plot.height);
  });
  it("runs the other way where reading does", () => {
    const layout = fanLayout(data(3, 3), at(700, true), text);
    expect(layout.centres[0]).toBeGreaterThan(layout.centres[5] ?? 0);
  });
  it("stands one month alone and no data", () => {
    expect(fanLayout(data(0, 1), at(320), text).band).toMatch(/^M/);
    expect(fanLayout({ past: [], months: [] }, at(320), text).band).toBe("");
  });
});
