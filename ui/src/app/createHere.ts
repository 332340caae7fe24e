/** Creating a record from wherever one is: linked to the record of the page, or in the pipeline that is shown. */
import type { AnyRouter } from "@tanstack/react-router";
import { openCreate } from "@/shared/records/create/dialogs";
import type { RecordDef } from "@/shared/records/definition";
import { allDefinitions } from "@/shared/records/registry";

/** What a new record takes from the page of another: itself, in the field that points at its kind. */
export function linkTo(
  def: RecordDef,
  page: { type: string; id: string } | undefined,
): Record<string, string> {
  // A company made on another one's page is no part of it.
  const field = page?.type !== def.type && def.fields.find((each) => each.create && each.kind === page?.type);
  return page && field ? { [field.key]: page.id } : {};
}

export function createHere(router: AnyRouter, def: RecordDef): void {
  const shown = router.state.matches.at(-1);
  const on = allDefinitions.find((each) => each.path === shown?.fullPath);
  const preset = linkTo(def, on && { type: on.type, id: shown?.params.id });
  // A task shows up in the panel of what it is about, so one stays there.
  const stays = def.type === "task" && Object.keys(preset).length > 0;
  const pipeline: string | undefined = def.type === "opportunity" ? shown?.search.pipeline : undefined;
  openCreate(def.type, { ...preset, ...(pipeline && { pipeline }) }, stays ? () => {} : undefined);
}
