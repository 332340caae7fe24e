/** Entries page by page: loading, broken, empty, and more on demand. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef } from "react";
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
  const entries = list.data?.pages.flatMap((page) => page.results);
  const box = useFocusWhereOneWent(entries?.length ?? 0);
  if (list.isError && !entries) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (!entries) {
    return (
      <div className="flex flex-col gap-3 pt-2">
        <Skeleton className="h-20" />
        <Skeleton className="h-20" />
      </div>
    );
  }
  return (
    <div ref={box} tabIndex={-1} className="focus-visible:outline-none">
      {entries.length === 0 && !list.hasNextPage ? (
        empty
      ) : (
        <ul aria-label={label} className="flex flex-col gap-3">
          {entries.map((entry) => (
            <li key={entry.id}>{children(entry)}</li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="mt-4" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          {t("record.timeline.more")}
        </Button>
      )}
    </div>
  );
}

/** An entry that was dealt with takes the focus along: the next one gets it, so that the keyboard goes on from there. */
function useFocusWhereOneWent(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useEffect(() => {
    const went = count < before.current;
    before.current = count;
    if (!went || document.activeElement !== document.body) return;
    (box.current?.querySelector<HTMLElement>("li button") ?? box.current)?.focus();
  }, [count]);
  return box;
}
