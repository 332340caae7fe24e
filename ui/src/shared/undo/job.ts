/** A large change is taken back by a job: waiting until it has done so. */
import { client, data } from "@/shared/api/client";
import type { Job, UndoResult } from "@/shared/api/types";

/** Between two looks at the list of jobs, which also shows how far it is. */
const PAUSE_MS = 300;

/** What an undo did, at once or in the end; nothing when the user stopped it, which took nothing back. */
export async function whenTaken(answered: UndoResult | Job): Promise<UndoResult | undefined> {
  if ("undone_by" in answered) return answered;
  for (;;) {
    const { results } = await data(client.GET("/api/core/jobs/"));
    const job = results.find((other) => other.id === answered.id) ?? gone(answered);
    if (job.status === "done") return job.undone ?? undefined;
    if (job.status === "cancelled") return undefined;
    if (job.status === "failed") throw new Error(job.message ?? job.label);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** The program ended meanwhile, and with it the job. */
function gone(job: Job): Job {
  return { ...job, status: "cancelled" };
}
