/** The lists of the sync page, and which of them is shown when none was chosen. */
import { z } from "zod";
import type { SyncStatus } from "@/shared/sync/types";

export const SYNC_LISTS = ["conflicts", "rejected", "waiting"] as const;
export type SyncList = (typeof SYNC_LISTS)[number];

export const syncSearch = z.object({ show: z.enum(SYNC_LISTS).optional().catch(undefined) });

/**
 * The one that is shown, for as long as it holds something: it must not change while it is dealt with. Else the first that
 * does: what the user has to settle comes before what settles itself.
 */
export function listToShow(counts: Pick<SyncStatus, SyncList>, shown: SyncList = "conflicts"): SyncList {
  if (counts[shown] > 0) return shown;
  return SYNC_LISTS.find((list) => counts[list] > 0) ?? shown;
}
