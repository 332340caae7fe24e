/** The one word about sync that is always on the screen. */
import type { Tone } from "@/shared/components/Badge";
import type { SyncStatus } from "./types";

export type Glance =
  /** In no workspace. */
  | "detached"
  /** The server wants a login. */
  | "signed_out"
  /** The workspace needs a newer program. */
  | "outdated"
  /** No way to the server. */
  | "offline"
  /** The server is there, and something is wrong. */
  | "troubled"
  /** The whole workspace is being fetched. */
  | "fetching"
  /** Changes go to and fro. */
  | "syncing"
  /** In step, and something waits for the user. */
  | "unsettled"
  | "synced";

/** What only the user can settle. */
export function unsettledCount({ rejected, conflicts }: Pick<SyncStatus, "rejected" | "conflicts">): number {
  return rejected + conflicts;
}

export function glanceOf(status: SyncStatus): Glance {
  const calm = unsettledCount(status) > 0 ? "unsettled" : "synced";
  switch (status.state) {
    case "detached":
      return calm === "synced" ? "detached" : calm;
    case "signed_out":
    case "outdated":
      return status.state;
    case "offline":
      // Without a problem it is only about to connect.
      if (!status.problem) return "syncing";
      return status.problem.code === "unreachable" ? "offline" : "troubled";
    case "bootstrapping":
      return "fetching";
    case "syncing":
      return "syncing";
    case "synced":
      return calm;
  }
}

/** The number beside the word: what waits for the user, else what waits for the server. */
export function countOf(glance: Glance, status: SyncStatus): number {
  return glance === "unsettled" ? unsettledCount(status) : status.waiting;
}

export function percentOf({ progress }: Pick<SyncStatus, "progress">): number | null {
  if (!progress || progress.total === 0) return null;
  return Math.floor((100 * Math.min(progress.done, progress.total)) / progress.total);
}

export const GLANCE_TONES: Record<Glance, Tone> = {
  detached: "neutral",
  signed_out: "danger",
  outdated: "danger",
  offline: "warning",
  troubled: "danger",
  fetching: "accent",
  syncing: "accent",
  unsettled: "warning",
  synced: "success",
};
