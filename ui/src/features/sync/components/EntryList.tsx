/** Entries page by page: loading, broken, empty, and more on demand. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { ErrorState, Skeleton } from "@/shared/components/States";

interface EntryListProps<T> {
  list: UseInfiniteQueryResult<InfiniteData<{ results: T[] }>>;
  label: string;
  empty: ReactNode;
  children: (entry: T) => ReactNode;
}

export function EntryList<T extends { id: string }>({ list, label, empty, children }: EntryListProps<T>) {
  const { t } = useTranslation();
  if (list.isError && !list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) {
    return (
      <div className="flex flex-col gap-3 pt-2">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
    );
  }
  const entries = list.data.pages.flatMap((page) => page.results);
  if (entries.length === 0 && !list.hasNextPage) return empty;
  return (
    <>
      <ul aria-label={label} className="flex flex-col gap-3">
        {entries.map((entry) => (
          <li key={entry.id}>{children(entry)}</li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className="mt-4" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t("record.timeline.more")}
        </Button>
      )}
    </>
  );
}
