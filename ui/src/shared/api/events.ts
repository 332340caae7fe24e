/** Turns changes and jobs that the host reports into cache invalidation. */
import type { QueryClient } from "@tanstack/react-query";
import type { HostEvent } from "@/shared/host/host";
import { isQueryStale, parseTag } from "./tags";
import type { Job } from "./types";

const SETTLE_MS = 40;

export interface CacheEvents {
  take(message: HostEvent): void;
  stop(): void;
}

export function cacheEvents(client: QueryClient): CacheEvents {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    timer = undefined;
    // A refetch between two quick moves would show the first without the second: wait for the last answer.
    if (client.isMutating() > 0) return schedule();
    const tags = [...waiting, "history"].map(parseTag);
    waiting.clear();
    client.invalidateQueries({ predicate: (query) => isQueryStale(query, tags) });
  };
  const schedule = () => {
    timer ??= setTimeout(flush, SETTLE_MS);
  };

  return {
    take(message) {
      if (message.event === "resync") client.invalidateQueries();
      if (message.event === "job") putJob(client, message.data as unknown as Job);
      if (message.event !== "change") return;
      for (const tag of message.data.tags) waiting.add(tag);
      schedule();
    },
    stop: () => clearTimeout(timer),
  };
}

function putJob(client: QueryClient, job: Job) {
  // The history shows what is being taken back; its rows change only with the end.
  const isNew = !client.getQueryData<Job[]>(["jobs"])?.some((other) => other.id === job.id);
  if ((job.kind === "undo" || job.kind === "redo") && (isNew || job.status !== "running"))
    client.invalidateQueries({ queryKey: ["history"] });
  client.setQueryData<Job[]>(["jobs"], (old = []) => {
    const known = old.some((other) => other.id === job.id);
    return known ? old.map((other) => (other.id === job.id ? job : other)) : [job, ...old];
  });
  if (job.status !== "running") client.invalidateQueries({ queryKey: ["imports"] });
}
