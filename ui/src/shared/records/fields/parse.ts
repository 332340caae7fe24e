/** From what a form holds to what the API takes. No I/O. */
import type { FieldDef } from "../definition";

export type Parsed = { ok: true; value: unknown } | { ok: false };

/** Empty text clears a field (null); amounts become plain decimal strings; percentages whole numbers. */
export function parseField(
  field: FieldDef,
  typed: unknown,
  parseAmount: (text: string) => string | null,
): Parsed {
  if (typeof typed !== "string") return { ok: true, value: typed ?? null };
  const text = typed.trim();
  if (text === "") return { ok: true, value: null };
  if (field.kind === "money") {
    const amount = parseAmount(text);
    return amount === null ? { ok: false } : { ok: true, value: amount };
  }
  if (field.kind === "number" || field.kind === "percent") {
    const amount = parseAmount(text.replace("%", ""));
    return amount === null ? { ok: false } : { ok: true, value: Math.round(Number(amount)) };
  }
  if (field.kind === "url" && !/^[a-z]+:\/\//i.test(text)) return { ok: true, value: `https://${text}` };
  return { ok: true, value: text };
}
