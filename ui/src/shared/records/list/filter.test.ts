import { describe, expect, it } from "vitest";
import type { FieldDef } from "../definition";
import { type Filter, filterSchema, isComplete, opsFor, toWire, withRule } from "./filter";

const FIELDS: FieldDef[] = [{ key: "created_at", kind: "instant", label: "field.created_at" }];
const wire = (filter: Filter | undefined) => toWire(filter, FIELDS, (civil) => `${civil}T00:00`);

describe("a list's filter", () => {
  it("sends only rules that say something", () => {
    const filter = {
      match: "all",
      rules: [
        { field: "name", op: "contains", value: "" },
        { field: "city", op: "is_null" },
      ],
    } as const;
    expect(wire({ ...filter, rules: [...filter.rules] })).toBe(
      '{"match":"all","rules":[{"field":"city","op":"is_null"}]}',
    );
  });
  it("sends nothing when no rule is complete", () => {
    expect(wire({ match: "all", rules: [{ field: "status", op: "in", value: [] }] })).toBeUndefined();
    expect(wire(undefined)).toBeUndefined();
  });
  it("disappears with its last rule and keeps its match otherwise", () => {
    const one = withRule(undefined, 0, { field: "a", op: "eq", value: "1" });
    expect(withRule(one, 0, null)).toBeUndefined();
    expect(withRule({ match: "any", rules: [] }, 0, { field: "a", op: "eq" })?.match).toBe("any");
  });
  it("counts zero as a value", () => expect(isComplete({ field: "amount", op: "eq", value: 0 })).toBe(true));
  it("turns days into instants for fields that are instants, the last day included", () => {
    const rule = { field: "created_at", value: "2026-11-30" };
    expect(wire({ match: "all", rules: [{ ...rule, op: "lte" }] })).toContain(
      '"value":"2026-12-01T00:00","op":"lt"',
    );
    expect(wire({ match: "all", rules: [{ ...rule, op: "gte" }] })).toContain(
      '"value":"2026-11-30T00:00","op":"gte"',
    );
  });
  it("refuses an unknown comparison from a link", () => {
    expect(
      filterSchema.safeParse({ match: "all", rules: [{ field: "a", op: "like", value: "x" }] }).success,
    ).toBe(false);
  });
  it("offers for tags and stages only what the API takes of them", () => {
    expect(opsFor("tags")).toEqual(["contains", "ne"]);
    expect(opsFor("stage")).toEqual(["in"]);
  });
});
