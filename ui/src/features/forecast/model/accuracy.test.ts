import { describe, expect, it } from "vitest";
import { compare, isIdle, isInside, rangeVerdict } from "./accuracy";

const coverage = (low: number, high: number) => ({ low, high });

describe("whether ranges hold", () => {
  it("is told with the uncertainty of few months", () => {
    expect(rangeVerdict(coverage(63, 88))).toBe("holds");
    expect(rangeVerdict(coverage(40, 70))).toBe("too_narrow");
    expect(rangeVerdict(coverage(84, 99))).toBe("too_wide");
  });
  it("counts the edges as inside", () => {
    expect([isInside({ p10: 5, p90: 9 }, 5), isInside({ p10: 5, p90: 9 }, 9.1)]).toEqual([true, false]);
  });
});

it("months that were to bring nothing and brought nothing prove nothing; a win that was missed does", () => {
  const nothing = { p10: 0, p90: 40, actual: 0 };
  expect(isIdle([nothing, nothing])).toBe(true);
  expect(isIdle([nothing, { p10: 10, p90: 40, actual: 0 }])).toBe(false);
  expect(isIdle([nothing, { ...nothing, actual: 5 }])).toBe(false);
  expect(isIdle([])).toBe(false);
});

describe("against another way to forecast", () => {
  it("a smaller error is better", () => {
    expect(compare(0.7, 1)).toMatchObject({ outcome: "better" });
    expect(compare(0.7, 1)?.percent).toBeCloseTo(30);
    expect(compare(1.2, 1)).toMatchObject({ outcome: "worse" });
  });
  it("a hair is no difference", () => expect(compare(0.99, 1)?.outcome).toBe("same"));
  it("says nothing where something is missing", () => {
    expect(compare(null, 1)).toBeNull();
    expect(compare(0, 0)?.outcome).toBe("same");
  });
});
