import { describe, expect, it } from "vitest";
import { type FunnelStep, funnelParts } from "./funnel";
import { rowsHeight, rowsLayout } from "./rows";

const steps: FunnelStep[] = [
  { key: "new", name: "New", count: 100, conversion: 60, dropOff: 30, stillOpen: 10, lost: 30 },
  { key: "talk", name: "Talk", count: 60, conversion: 50, dropOff: 50, stillOpen: 0, lost: 30 },
  { key: "won", name: "Won", count: 30, conversion: null, dropOff: null, stillOpen: 0, lost: 0 },
];
const size = { width: 700, height: rowsHeight(3, 700), rtl: false };
const parts = funnelParts(steps, rowsLayout(3, size, 160), false);

describe("the funnel", () => {
  it("splits every step into parts that make up the whole", () => {
    const widths = parts.filter((part) => part.row === 0).map((part) => part.bar.width);
    const whole = rowsLayout(3, size, 160).rows[0]?.track.width ?? 0;
    expect(widths.reduce((sum, width) => sum + width)).toBeCloseTo(whole);
    expect((widths[0] ?? 0) / whole).toBeCloseTo(0.6);
  });
  it("offers only the parts that hold deals", () => {
    expect(parts.map((part) => part.id)).toEqual([
      "new:reached",
      "new:still_open",
      "new:lost",
      "talk:reached",
      "talk:lost",
      "won:reached",
    ]);
  });
  it("can be pointed at, however few deals", () => {
    const few = funnelParts(
      [{ key: "a", name: "A", count: 1000, conversion: 99.9, dropOff: 0.1, stillOpen: 0, lost: 1 }],
      rowsLayout(1, size, 160),
      false,
    );
    expect(few[1]?.box.width).toBeGreaterThanOrEqual(24);
  });
});
