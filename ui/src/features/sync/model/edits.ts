/** What of an edit is worth reading: the fields that people know, and a name where the record is not here. */
import { isNothing } from "@/shared/records/fields/nothing";
import type { SyncEdit } from "@/shared/sync/types";

/** Keys of an order and names for programs. */
const UNREAD = new Set(["rank", "position", "slug"]);
/** What a record is called by, the first that it has. */
const NAMES = ["name", "title", "subject", "last_name", "label"];

/** Kept by the app itself: the change that it tells of is listed as well. */
const KEPT_BY_ITSELF = "opportunity_history";

export function readableFields(edit: Pick<SyncEdit, "record" | "kind" | "fields">): SyncEdit["fields"] {
  if (edit.kind === "delete" || edit.record.part === KEPT_BY_ITSELF) return [];
  return edit.fields.filter(
    ({ field, old, new: value }) => !UNREAD.has(field) && !(isNothing(old) && isNothing(value)),
  );
}

/** A record that was created here and not accepted is not here any more: what was entered still names it. */
export function titleOf({ record, fields }: Pick<SyncEdit, "record" | "fields">): string | null {
  if (record.title !== null) return record.title;
  const values = NAMES.map((name) => fields.find(({ field }) => field === name)?.new);
  return values.find((value): value is string => typeof value === "string" && value !== "") ?? null;
}
