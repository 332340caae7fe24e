/** The lists of the sync page, and which of them is shown when none was chosen. */
import { z } from "zod";
import type { SyncStatus } from "@/shared/sync/types";

export const SYNC_LISTS = ["conflicts", "rejected", "waiting"] as const;
export type SyncList = (typeof SYNC_LISTS)[number];

export const syncSearch = z.object({ show: z.enum(SYNC_LISTS).optional().catch(undefined) });

/**
 * The one that is shown, for as long as it holds something: it must not change while it is dealt with. Then the next
 * where there is something to settle. What settles itself is shown only where the page opens with nothing else on it,
 * and nobody's last choice is answered by another list.
 */
export function listToShow(counts: Pick<SyncStatus, SyncList>, shown?: SyncList): SyncList {
  if (shown && counts[shown] > 0) return shown;
  const toSettle = (["conflicts", "rejected"] as const).find((list) => counts[list] > 0);
  return toSettle ?? shown ?? (counts.waiting > 0 ? "waiting" : "conflicts");
}
