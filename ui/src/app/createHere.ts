/** Creating a record from wherever one is: linked to the record of the page, or in the pipeline that is shown. */
import type { QueryClient } from "@tanstack/react-query";
import type { AnyRouter } from "@tanstack/react-router";
import type { AnyRecord, RecordType } from "@/shared/api/types";
import { openCreate } from "@/shared/records/create/dialogs";
import { type RecordDef, textOf } from "@/shared/records/definition";
import { allDefinitions } from "@/shared/records/registry";

/** What a new record takes from the page of another: itself, in the field that points at its kind. */
export function linkTo(def: RecordDef, type: RecordType, record: AnyRecord): Record<string, string> {
  // A company made on another one's page is no part of it.
  const field = type !== def.type && def.fields.find((each) => each.create && each.kind === type);
  if (!field) return {};
  // A deal with a contact is one with their company; a task is about what it was made on.
  const company = def.type === "opportunity" ? textOf(record, "company") : "";
  return { ...(company && { company }), [field.key]: record.id };
}

export function createHere(router: AnyRouter, queryClient: QueryClient, def: RecordDef): void {
  const shown = router.state.matches.at(-1);
  const on = allDefinitions.find((each) => each.path === shown?.fullPath);
  const record = on && queryClient.getQueryData<AnyRecord>([on.collection, "record", shown?.params.id]);
  const preset = on && record ? linkTo(def, on.type, record) : {};
  // A task shows up in the panel of what it is about, so one stays there.
  const stays = def.type === "task" && Object.keys(preset).length > 0;
  const pipeline: string | undefined = def.type === "opportunity" ? shown?.search.pipeline : undefined;
  openCreate(def.type, { ...preset, ...(pipeline && { pipeline }) }, stays ? () => {} : undefined);
}
