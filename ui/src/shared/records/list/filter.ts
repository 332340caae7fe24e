/** The filter of a list: what the chips show and the `filter` parameter carries. No I/O. */
import { z } from "zod";
import { addDays } from "@/shared/format/dates";
import type { FieldDef, FieldKind } from "../definition";

const OPS = [
  "eq",
  "ne",
  "contains",
  "starts_with",
  "gt",
  "gte",
  "lt",
  "lte",
  "in",
  "is_null",
  "not_null",
] as const;

export type FilterOp = (typeof OPS)[number];

const rule = z.object({
  field: z.string(),
  op: z.enum(OPS),
  value: z.union([z.string(), z.number(), z.array(z.string())]).optional(),
});

export const filterSchema = z.object({ match: z.enum(["all", "any"]), rules: z.array(rule) });

export type FilterRule = z.infer<typeof rule>;
export type Filter = z.infer<typeof filterSchema>;

const TEXT: readonly FilterOp[] = ["contains", "eq", "starts_with", "is_null", "not_null"];
const AMOUNT: readonly FilterOp[] = ["gte", "lte", "eq", "is_null", "not_null"];
const DAY: readonly FilterOp[] = ["gte", "lte", "eq", "is_null", "not_null"];
/** No one means an instant to the millisecond. */
const TIME: readonly FilterOp[] = ["gte", "lte", "is_null", "not_null"];
const ONE_OF: readonly FilterOp[] = ["in", "is_null", "not_null"];
const LINK: readonly FilterOp[] = ["eq", "ne", "is_null", "not_null"];

/** The comparisons that make sense for a kind of field, the usual one first. */
export function opsFor(kind: FieldKind): readonly FilterOp[] {
  switch (kind) {
    case "choice":
      return ONE_OF;
    case "stage":
      return ["in"];
    case "money":
    case "number":
    case "percent":
      return AMOUNT;
    case "date":
      return DAY;
    case "instant":
    case "due":
      return TIME;
    case "person":
    case "company":
    case "contact":
    case "lead":
    case "opportunity":
      return LINK;
    case "tags":
      // Tags are not a column: the API has no emptiness for them.
      return ["contains", "ne"];
    default:
      return TEXT;
  }
}

export function needsValue(op: FilterOp): boolean {
  return op !== "is_null" && op !== "not_null";
}

/** A rule counts once it says something: an empty value would hide every row. */
export function isComplete(rule: FilterRule): boolean {
  if (!needsValue(rule.op)) return true;
  return Array.isArray(rule.value) ? rule.value.length > 0 : rule.value !== undefined && rule.value !== "";
}

export function newRule(field: FieldDef): FilterRule {
  return { field: field.key, op: opsFor(field.kind)[0] ?? "eq" };
}

export function isDay(kind: FieldKind): boolean {
  return kind === "date" || isTime(kind);
}

function isTime(kind: FieldKind): boolean {
  return kind === "instant" || kind === "due";
}

/** "From" and "until" a day mean its first instant and, for until, the one after its last. */
function withInstants(rule: FilterRule, startOf: (civil: string) => string): FilterRule {
  if (typeof rule.value !== "string") return rule;
  if (rule.op === "gte") return { ...rule, value: startOf(rule.value) };
  return rule.op === "lte" ? { ...rule, op: "lt", value: startOf(addDays(rule.value, 1)) } : rule;
}

/** The wire form, or undefined when nothing is filtered. */
export function toWire(
  filter: Filter | undefined,
  fields: readonly FieldDef[],
  startOf: (civil: string) => string,
): string | undefined {
  const kinds = new Map(fields.map((field) => [field.key, field.kind]));
  const rules = (filter?.rules.filter(isComplete) ?? []).map((rule) =>
    isTime(kinds.get(rule.field) ?? "text") ? withInstants(rule, startOf) : rule,
  );
  return filter && rules.length > 0 ? JSON.stringify({ match: filter.match, rules }) : undefined;
}

export function withRule(
  filter: Filter | undefined,
  index: number,
  rule: FilterRule | null,
): Filter | undefined {
  const rules = [...(filter?.rules ?? [])];
  if (rule === null) rules.splice(index, 1);
  else rules[index] = rule;
  return rules.length > 0 ? { match: filter?.match ?? "all", rules } : undefined;
}
