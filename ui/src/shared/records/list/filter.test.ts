import { describe, expect, it } from "vitest";
import { filterSchema, isComplete, opsFor, toWire, withRule } from "./filter";

describe("a list's filter", () => {
  it("sends only rules that say something", () => {
    const filter = {
      match: "all",
      rules: [
        { field: "name", op: "contains", value: "" },
        { field: "city", op: "is_null" },
      ],
    } as const;
    expect(toWire({ ...filter, rules: [...filter.rules] })).toBe(
      '{"match":"all","rules":[{"field":"city","op":"is_null"}]}',
    );
  });
  it("sends nothing when no rule is complete", () => {
    expect(toWire({ match: "all", rules: [{ field: "status", op: "in", value: [] }] })).toBeUndefined();
    expect(toWire(undefined)).toBeUndefined();
  });
  it("disappears with its last rule and keeps its match otherwise", () => {
    const one = withRule(undefined, 0, { field: "a", op: "eq", value: "1" });
    expect(withRule(one, 0, null)).toBeUndefined();
    expect(withRule({ match: "any", rules: [] }, 0, { field: "a", op: "eq" })?.match).toBe("any");
  });
  it("counts zero as a value", () => expect(isComplete({ field: "amount", op: "eq", value: 0 })).toBe(true));
  it("refuses an unknown comparison from a link", () => {
    expect(
      filterSchema.safeParse({ match: "all", rules: [{ field: "a", op: "like", value: "x" }] }).success,
    ).toBe(false);
  });
  it("offers a comparison for every kind", () => expect(opsFor("tags")[0]).toBe("contains"));
});
