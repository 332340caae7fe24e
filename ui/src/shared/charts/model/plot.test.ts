import { describe, expect, it } from "vitest";
import { nextPoint } from "./cursor";
import { inner, labelled, labelStep, mirrored, textWidth, tipPlace } from "./plot";

const margins = { top: 10, bottom: 20, start: 40, end: 10 };

describe("the room of a chart", () => {
  it("keeps the axis on the side where reading begins", () => {
    const ltr = inner({ width: 320, height: 200, rtl: false }, margins);
    expect([ltr.x, ltr.width, ltr.range]).toEqual([40, 270, [40, 310]]);
    const rtl = inner({ width: 320, height: 200, rtl: true }, margins);
    expect([rtl.x, rtl.width, rtl.range]).toEqual([10, 270, [280, 10]]);
  });
  it("mirrors boxes", () => {
    const box = { x: 5, y: 0, width: 20, height: 10 };
    expect(mirrored(box, { width: 100, height: 10, rtl: true }).x).toBe(75);
  });
  it("never lets two shown labels touch", () => {
    const labels = ["Jan 26", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"];
    for (const room of [8, 15, 27, 60, 120]) {
      const step = labelStep(labels, room);
      expect(step * room).toBeGreaterThanOrEqual(textWidth("Jan 26"));
    }
  });
  it("always labels the one that matters", () => {
    expect(labelled(10, 3, 7).has(7)).toBe(true);
    expect([...labelled(5, 2, 1)]).toEqual([1, 3]);
  });
  it("keeps tooltips inside, and flips them below at the top", () => {
    const size = { width: 300, height: 200, rtl: false };
    expect(tipPlace({ x: 295, y: 150 }, { width: 120, height: 60 }, size)).toEqual({ x: 180, y: 80 });
    expect(tipPlace({ x: 5, y: 4 }, { width: 120, height: 60 }, size)).toEqual({ x: 0, y: 14 });
  });
});

describe("moving by key", () => {
  const line = [0, 1, 2].map((column) => ({ row: 0, column }));
  const grid = [
    { row: 0, column: 0 },
    { row: 0, column: 1 },
    { row: 0, column: 2 },
    { row: 1, column: 0 },
    { row: 2, column: 0 },
    { row: 2, column: 2 },
  ];
  it.each([
    ["ArrowRight", 1, false, 2],
    ["ArrowRight", 1, true, 0],
    ["ArrowLeft", 0, false, 0],
    ["ArrowDown", 0, false, 1],
    ["Home", 2, false, 0],
    ["End", 0, false, 2],
    ["a", 0, false, null],
  ])("%s from %d (right to left: %s) leads to %s", (key, from, rtl, to) =>
    expect(nextPoint(line, from, key, rtl)).toBe(to),
  );
  it.each([
    ["ArrowDown", 2, 3],
    ["ArrowDown", 3, 4],
    ["ArrowUp", 5, 3],
    ["ArrowRight", 2, 2],
    ["ArrowRight", 4, 5],
    ["ArrowUp", 0, 0],
    ["ArrowDown", 5, 5],
  ])("in rows %s from %d leads to %d", (key, from, to) => expect(nextPoint(grid, from, key, false)).toBe(to));
  it("has nowhere to go without points", () => expect(nextPoint([], 0, "Home", false)).toBeNull());
});
