/** How a kind of record is shown, listed, filtered, edited and created: data, read by the shared screens. */
import type { LucideIcon } from "lucide-react";
import type { AnyRecord, Collection, RecordType } from "@/shared/api/types";
import type { TKey } from "@/shared/i18n/keys";

export type FieldKind =
  | "text"
  | "multiline"
  | "email"
  | "phone"
  | "url"
  | "choice"
  | "money"
  | "date"
  | "instant"
  /** A day that the server keeps as an instant in the user's zone. */
  | "due"
  | "number"
  | "percent"
  | "person"
  | RecordLinkKind
  | "tags"
  | "stage";

/** A field of such a kind points at a record of it. */
export type RecordLinkKind = Exclude<RecordType, "task">;

export interface FieldDef {
  key: string;
  kind: FieldKind;
  label: TKey;
  /** For choices: the values, and the name under `enum.` that holds their labels. */
  options?: readonly string[];
  enumName?: string;
  /** Of the options those that nobody chooses: they come of something else that is done. */
  notChosen?: readonly string[];
  /** The read-only field that holds the name of what this field points at. */
  display?: string;
  /** For money: the field that holds the currency; without one it is the base currency. */
  currency?: string;
  readOnly?: boolean;
  /** Says of which others this field of a record is made up, where it is and cannot be typed in. */
  madeOf?: (record: AnyRecord) => TKey | undefined;
  required?: boolean;
  sortable?: boolean;
  filterable?: boolean;
  column?: { width: number; shown: boolean };
  /** Whether the create dialog asks for it. */
  create?: boolean;
}

export interface FieldGroup {
  label: TKey;
  /** Folded to one line while all its fields are empty. */
  folds?: boolean;
  fields: readonly string[];
}

export interface RecordDef {
  type: RecordType;
  collection: Collection;
  icon: LucideIcon;
  one: TKey;
  many: TKey;
  /** Title of the create dialog and its button. */
  create: TKey;
  path: RecordPath;
  listPath: ListPath;
  /** The field that names the record, and the line under the name in lists of other kinds. */
  title: "name" | "title";
  fields: readonly FieldDef[];
  groups: readonly FieldGroup[];
  ordering: string;
  empty: { title: TKey; text: TKey };
}

export type RecordPath =
  | "/companies/$id"
  | "/contacts/$id"
  | "/leads/$id"
  | "/opportunities/$id"
  | "/tasks/$id";
export type ListPath = "/companies" | "/contacts" | "/leads" | "/opportunities" | "/tasks";

/** Reads a field by its wire name. */
export function fieldValue(record: AnyRecord, key: string): unknown {
  return (record as unknown as Record<string, unknown>)[key];
}

export function textOf(record: AnyRecord, key: string): string {
  const value = fieldValue(record, key);
  return value === null || value === undefined ? "" : String(value);
}

export function isEmpty(field: FieldDef, record: AnyRecord): boolean {
  if (field.kind === "tags")
    return ((fieldValue(record, field.key) as unknown[] | undefined) ?? []).length === 0;
  return textOf(record, field.display ?? field.key) === "";
}

export function titleOf(def: RecordDef, record: AnyRecord): string {
  return textOf(record, def.title);
}

export function fieldOf(def: RecordDef, key: string): FieldDef | undefined {
  return def.fields.find((field) => field.key === key);
}
