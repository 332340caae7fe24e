/** Finds a record kind's definition by its wire names. */
import type { RecordType } from "@/shared/api/types";
import type { RecordDef } from "./definition";
import { company } from "./definitions/company";
import { contact } from "./definitions/contact";
import { lead } from "./definitions/lead";
import { opportunity } from "./definitions/opportunity";
import { task } from "./definitions/task";

export const definitions: Record<RecordType, RecordDef> = { company, contact, lead, opportunity, task };

/** Absent for a kind of record that this version does not show. */
export function definitionFor(recordType: string): RecordDef | undefined {
  return allDefinitions.find((def) => def.type === recordType);
}

export const allDefinitions: readonly RecordDef[] = Object.values(definitions);
