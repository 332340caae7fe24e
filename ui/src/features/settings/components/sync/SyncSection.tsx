/** Sync in the settings: the ways into a workspace, or the workspace. */
import { useQuery } from "@tanstack/react-query";
import { ErrorState, Skeleton } from "@/shared/components/States";
import { syncStatusQuery } from "@/shared/sync/status";
import { Connected } from "./Connected";
import { Detached } from "./Detached";

export function SyncSection() {
  const query = useQuery(syncStatusQuery);
  const status = query.data;
  if (query.isError && !status) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!status) return <Skeleton className="h-40" />;
  return status.workspace ? <Connected status={status} workspace={status.workspace} /> : <Detached />;
}
