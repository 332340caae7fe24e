/** The deals behind a figure, more of them as the list is scrolled. Up and down go from deal to deal. */
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { ErrorState, Skeleton } from "@/shared/components/States";
import { DealRow } from "./DealRow";
import type { DealsRequest } from "./deals";
import type { useDealsBehind } from "./useDealsBehind";

interface DealListProps {
  request: DealsRequest;
  list: ReturnType<typeof useDealsBehind>;
  onLeave: () => void;
}

export function DealList({ request, list, onLeave }: DealListProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;

  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasNextPage || isFetchingNextPage) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && fetchNextPage(),
      { root: scroller.current, rootMargin: "300px" },
    );
    observer.observe(mark);
    return () => observer.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const target = event.target as HTMLElement;
    if (!step || !target.matches("[data-deal]")) return;
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-deal]")];
    links[links.indexOf(target) + step]?.focus();
    event.preventDefault();
  };

  if (list.isError && list.deals.length === 0)
    return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
      tabIndex={0}
      aria-label={request.title}
      aria-busy={list.isFetching}
      className="min-h-0 flex-1 overflow-y-auto px-3 focus-visible:-outline-offset-2"
    >
      {list.isPending ? (
        <Waiting />
      ) : list.deals.length === 0 ? (
        <p className="px-2 py-10 text-center text-muted">{t("analytics.no_deals")}</p>
      ) : (
        <ul onKeyDown={onKeyDown}>
          {list.deals.map((deal) => (
            <DealRow key={deal.id} deal={deal} currency={list.head?.currency ?? "EUR"} onLeave={onLeave} />
          ))}
        </ul>
      )}
      <div ref={end} className="flex min-h-4 justify-center py-2">
        {hasNextPage && (
          <Button variant="ghost" busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
            {t("record.timeline.more")}
          </Button>
        )}
      </div>
    </section>
  );
}

function Waiting() {
  return (
    <div aria-hidden="true" className="flex flex-col gap-5 px-2 py-4">
      {["w-2/3", "w-1/2", "w-3/5", "w-2/3", "w-1/2"].map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: five grey lines
        <div key={index}>
          <Skeleton className={`h-4 ${width}`} />
          <Skeleton className="mt-2 h-3 w-1/3" />
        </div>
      ))}
    </div>
  );
}
