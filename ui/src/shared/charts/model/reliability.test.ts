import { expect, it } from "vitest";
import { reliabilityLayout } from "./reliability";

const bins = [
  { predicted: 20, observed: 20, low: 10, high: 32, n: 100 },
  { predicted: 80, observed: 60, low: 40, high: 75, n: 25 },
];
const layout = reliabilityLayout(bins, { width: 420, height: 320, rtl: false }, (value) => `${value}%`);

it("puts a forecast that came true as often as it said on the diagonal", () => {
  const { x1, x2, y1, y2 } = layout.diagonal;
  const [dot, off] = layout.dots;
  const onDiagonal = (x: number) => y1 + ((x - x1) / (x2 - x1)) * (y2 - y1);
  expect(dot?.y).toBeCloseTo(onDiagonal(dot?.x ?? 0));
  expect(off?.y).toBeGreaterThan(onDiagonal(off?.x ?? 0));
});

it("shows more deals as a larger dot", () => {
  expect(layout.dots[0]?.radius).toBe(11);
  expect(layout.dots[1]?.radius).toBeLessThan(11);
});
