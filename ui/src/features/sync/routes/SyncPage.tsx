/** Sync: where this computer stands with its workspace, and what there is to settle. */
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { PageHeader } from "@/shared/components/PageHeader";
import { ScrollRegion } from "@/shared/components/ScrollRegion";
import { ErrorState, Skeleton } from "@/shared/components/States";
import { unsettledCount } from "@/shared/sync/glance";
import { syncStatusQuery } from "@/shared/sync/status";
import type { SyncStatus } from "@/shared/sync/types";
import { ConflictList } from "../components/ConflictList";
import { Notes } from "../components/Notes";
import { RejectedList } from "../components/RejectedList";
import { StatusCard } from "../components/StatusCard";
import { SyncTabs } from "../components/SyncTabs";
import { WaitingList } from "../components/WaitingList";
import { listToShow, type SyncList } from "../model/tabs";

const LISTS = { conflicts: ConflictList, rejected: RejectedList, waiting: WaitingList };

export function SyncPage() {
  const { t } = useTranslation();
  const query = useQuery(syncStatusQuery);
  return (
    <>
      <PageHeader title={t("app.nav.sync")} />
      <ScrollRegion label={t("app.nav.sync")} className="min-h-0 flex-1 bg-subtle">
        <div className="mx-auto flex max-w-220 flex-col gap-5 px-8 pt-6 pb-16 narrow:px-4">
          {query.isError && !query.data ? (
            <ErrorState error={query.error} onRetry={() => query.refetch()} />
          ) : query.data ? (
            <SyncBody status={query.data} />
          ) : (
            <Skeleton className="h-32 rounded-xl" />
          )}
        </div>
      </ScrollRegion>
    </>
  );
}

function SyncBody({ status }: { status: SyncStatus }) {
  const show: SyncList | undefined = useSearch({ from: "/shell/sync", select: (search) => search.show });
  const [last, setLast] = useState<SyncList>();
  const first = listToShow(status, last);
  if (first !== last) setLast(first);
  const shown = show ?? first;
  const List = LISTS[shown];
  // What was left unsettled when the workspace was left still is.
  const hasLists = status.workspace !== null || unsettledCount(status) > 0;
  return (
    <>
      <StatusCard status={status} />
      <Notes status={status} />
      {hasLists && (
        <div>
          <SyncTabs status={status} shown={shown} />
          <div className="pt-4">
            <List />
          </div>
        </div>
      )}
    </>
  );
}
