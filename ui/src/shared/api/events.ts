/** Turns the host's event stream into cache invalidation and job updates. */
import type { QueryClient } from "@tanstack/react-query";
import { host } from "@/shared/host/current";
import { isQueryStale, parseTag } from "./tags";
import type { Job } from "./types";

const SETTLE_MS = 40;

/** Follows the stream until the returned function is called. */
export function followEvents(client: QueryClient): () => void {
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

  const stop = host.subscribe((message) => {
    if (message.event === "resync") {
      client.invalidateQueries();
    } else if (message.event === "change") {
      for (const tag of message.data.tags) waiting.add(tag);
      schedule();
    } else {
      putJob(client, message.data as unknown as Job);
    }
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

function putJob(client: QueryClient, job: Job) {
  client.setQueryData<Job[]>(["jobs"], (old = []) => {
    const known = old.some((other) => other.id === job.id);
    return known ? old.map((other) => (other.id === job.id ? job : other)) : [job, ...old];
  });
  if (job.status !== "running") client.invalidateQueries({ queryKey: ["imports"] });
}
