import { describe, expect, it } from "vitest";
import { type Bin, openAt, rebin, velocityLayout } from "./velocity";

const bins = (count: number): Bin[] =>
  Array.from({ length: count }, (_, at) => ({
    from: at * 10,
    until: at * 10 + 10,
    count: at < 20 ? 20 - at : at % 40 === 0 ? 1 : 0,
  }));
const total = (list: readonly Bin[]) => list.reduce((sum, bin) => sum + bin.count, 0);
const survival = [
  { days: 10, open: 80 },
  { days: 50, open: 40 },
];

describe("the bars", () => {
  it("stay as they are while there is room", () => expect(rebin(bins(14), 20)).toEqual(bins(14)));
  it.each([8, 20, 60])("fit into %d, and no deal is lost", (most) => {
    const merged = rebin(bins(365), most);
    expect(merged.length).toBeLessThanOrEqual(most);
    expect(total(merged)).toBe(total(bins(365)));
  });
  it("put the few that took years into one bar without an end", () => {
    const merged = rebin(bins(365), 30);
    expect(merged.at(-1)?.until).toBeNull();
    expect(merged.at(-2)?.until).toBe(merged.at(-1)?.from);
  });
});

describe("the share still open", () => {
  it("holds until the next step", () => {
    expect([openAt(survival, 0), openAt(survival, 10), openAt(survival, 49), openAt(survival, 900)]).toEqual([
      100, 80, 80, 40,
    ]);
    expect(openAt([], 5)).toBeNull();
  });
  it("is drawn from the beginning to the end of the bars", () => {
    for (const rtl of [false, true]) {
      const layout = velocityLayout(bins(14), survival, { width: 320, height: 240, rtl }, String);
      const xs = [...layout.curve.matchAll(/[ML]([\d.]+),/g)].map((match) => Number(match[1]));
      expect(xs[0]).toBeCloseTo(layout.plot.range[0]);
      expect(xs.at(-1)).toBeCloseTo(layout.plot.range[1]);
    }
  });
  it("draws nothing without deals", () => {
    expect(velocityLayout([], [], { width: 320, height: 240, rtl: false }, String).curve).toBe("");
  });
});
