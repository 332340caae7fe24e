/** What waits for the server, what it did not accept, and what is in conflict, page by page. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { client, cursorOf, data } from "@/shared/api/client";
import type { RejectedEdit, SyncConflict, SyncEdit } from "@/shared/sync/types";

interface EntryPage<T> {
  next: string | null;
  results: T[];
}

/** Another edit may be one that waits: "history" is told with each. */
const meta = { tags: ["history"] };
const at = (cursor: string) => ({ params: { query: cursor ? { cursor } : {} } });
const nextCursor = (last: { next: string | null }) => cursorOf(last.next);

export const waitingQuery = infiniteQueryOptions({
  queryKey: ["sync", "waiting"],
  meta,
  initialPageParam: "",
  queryFn: async ({ pageParam }) =>
    (await data(client.GET("/api/sync/waiting/", at(pageParam)))) as EntryPage<SyncEdit>,
  getNextPageParam: nextCursor,
});

export const rejectedQuery = infiniteQueryOptions({
  queryKey: ["sync", "rejected"],
  meta,
  initialPageParam: "",
  queryFn: async ({ pageParam }) =>
    (await data(client.GET("/api/sync/rejected/", at(pageParam)))) as EntryPage<RejectedEdit>,
  getNextPageParam: nextCursor,
});

export const conflictsQuery = infiniteQueryOptions({
  queryKey: ["sync", "conflicts"],
  meta,
  initialPageParam: "",
  queryFn: async ({ pageParam }) =>
    (await data(client.GET("/api/sync/conflicts/", at(pageParam)))) as EntryPage<SyncConflict>,
  getNextPageParam: nextCursor,
});
