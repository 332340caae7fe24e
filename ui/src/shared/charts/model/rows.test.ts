import { describe, expect, it } from "vitest";
import { rowsHeight, rowsLayout, stacked } from "./rows";

const size = (width: number, rtl = false) => ({ width, height: rowsHeight(3, width), rtl });

describe("rows", () => {
  it.each([320, 480, 700, 1400])("do not let texts and bars touch in %d px", (width) => {
    for (const rtl of [false, true]) {
      const { rows, wide } = rowsLayout(3, size(width, rtl), 220);
      for (const { name, track, figures } of rows) {
        const parts = [name, track, figures].sort((a, b) => a.x - b.x);
        if (wide)
          for (const [at, part] of parts.entries()) {
            const next = parts[at + 1];
            if (next) expect(part.x + part.width).toBeLessThanOrEqual(next.x);
          }
        else expect(name.y + name.height).toBeLessThanOrEqual(track.y);
        for (const part of parts) {
          expect(part.x).toBeGreaterThanOrEqual(0);
          expect(part.x + part.width).toBeLessThanOrEqual(width);
        }
      }
    }
  });
  it("puts shares beside each other and shows the smallest", () => {
    const track = { x: 10, y: 0, width: 100, height: 16 };
    const boxes = stacked(track, [0.5, 0.001, 0], false);
    expect(boxes.map((box) => [box.x, box.width])).toEqual([
      [10, 50],
      [60, 2],
      [62, 0],
    ]);
    expect(stacked(track, [0.25], true)[0]?.x).toBe(85);
  });
});
