import { describe, expect, it } from "vitest";
import { allOf, extended, extent, nothing, toggled } from "./selection";

const rows = ["a", "b", "c", "d"];

describe("selecting rows", () => {
  it("toggles one and remembers where a range would start", () => {
    const one = toggled(nothing, "b", 1);
    expect([...one.ids]).toEqual(["b"]);
    expect(toggled(one, "b", 1).ids.size).toBe(0);
    expect(one.anchor).toBe(1);
  });
  it("extends in both directions and keeps what was selected", () => {
    const from = toggled(toggled(nothing, "a", 0), "d", 3);
    expect([...extended(from, rows, 1).ids].sort()).toEqual(["a", "b", "c", "d"]);
  });
  it("tells all from some", () => {
    expect(extent(allOf(rows), 4)).toBe("all");
    expect(extent(toggled(nothing, "a", 0), 4)).toBe("some");
    expect(extent(nothing, 4)).toBe("none");
  });
});
