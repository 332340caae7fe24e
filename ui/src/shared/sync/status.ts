/** How far this computer is in step with its workspace. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import type { SyncStatus } from "./types";

/** That all is still in step is told by no event. */
const LOOK_AGAIN_MS = 60_000;

export const syncStatusQuery = queryOptions({
  queryKey: ["sync", "status"],
  // Any change may be one that waits from now on: "history" is told with each.
  meta: { tags: ["history"] },
  queryFn: async () => (await data(client.GET("/api/sync/status/"))) as SyncStatus,
  refetchInterval: LOOK_AGAIN_MS,
});

export function useSyncStatus(): SyncStatus | undefined {
  return useQuery(syncStatusQuery).data;
}

/** Whether the user may only look at what the workspace holds. */
export function isReader(status: SyncStatus | undefined): boolean {
  return status?.workspace?.role === "viewer";
}

export function useSyncNow() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => (await data(client.POST("/api/sync/now/"))) as SyncStatus,
    onSuccess: (status) => queryClient.setQueryData(syncStatusQuery.queryKey, status),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["sync"] }),
  });
}
