import { describe, expect, it } from "vitest";
import type { FieldDef } from "../definition";
import { parseField } from "./parse";

const field = (kind: FieldDef["kind"]): FieldDef => ({ key: "x", kind, label: "field.name" });
const plain = (text: string) => (/^\d+(\.\d+)?$/.test(text) ? text : null);

describe("what a form sends", () => {
  it("clears a field with empty text", () =>
    expect(parseField(field("text"), "  ", plain)).toEqual({ ok: true, value: null }));
  it("sends amounts as decimal strings", () =>
    expect(parseField(field("money"), "10.50", plain)).toEqual({ ok: true, value: "10.50" }));
  it("sends percentages as whole numbers", () =>
    expect(parseField(field("percent"), "40%", plain)).toEqual({ ok: true, value: 40 }));
  it("refuses an amount that is none", () =>
    expect(parseField(field("money"), "lots", plain)).toEqual({ ok: false }));
  it("completes a web address", () =>
    expect(parseField(field("url"), "acme.com", plain)).toEqual({ ok: true, value: "https://acme.com" }));
  it("passes lists on", () =>
    expect(parseField(field("tags"), ["a"], plain)).toEqual({ ok: true, value: ["a"] }));
});
