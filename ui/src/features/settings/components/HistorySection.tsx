/** Every change, newest first, each with its own undo. */
import { useInfiniteQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { History } from "lucide-react";
import { useTranslation } from "react-i18next";
import { client, cursorOf, data } from "@/shared/api/client";
import { Badge } from "@/shared/components/Badge";
import { Button } from "@/shared/components/Button";
import { EmptyState, ErrorState, Skeleton } from "@/shared/components/States";
import { Time } from "@/shared/components/Time";
import { useFormat } from "@/shared/format/useFormat";
import { useActorName } from "@/shared/records/fields/actor";
import { useActionText } from "@/shared/undo/useActionText";
import { useUndo } from "@/shared/undo/useUndo";

export function HistorySection() {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndo();
  const actorName = useActorName();
  const text = useActionText();
  const history = useInfiniteQuery({
    queryKey: ["history"],
    queryFn: ({ pageParam }) =>
      data(client.GET("/api/core/history/", { params: { query: pageParam ? { cursor: pageParam } : {} } })),
    initialPageParam: "",
    getNextPageParam: (last) => cursorOf(last.next),
  });
  if (history.isError && !history.data)
    return <ErrorState error={history.error} onRetry={() => history.refetch()} />;
  if (history.isPending) return <Skeleton className="h-4 w-1/2" />;
  const entries = history.data.pages.flatMap((page) => page.results);
  if (entries.length === 0)
    return (
      <EmptyState
        icon={<History size={20} />}
        title={t("settings.history.empty_title")}
        text={t("settings.history.empty_text")}
      />
    );
  return (
    <>
      <ul>
        {entries.map((entry) => (
          <li key={entry.change_set} className="flex min-h-12 items-center gap-3 border-b py-2">
            <div className="min-w-0 flex-1">
              <p className={clsx("truncate font-medium", entry.undone && "text-faint line-through")}>
                {text.action(entry)}
              </p>
              <p className="num text-xs text-muted">
                {actorName(entry.actor)} · <Time value={entry.at} /> ·{" "}
                {t("settings.history.changes", {
                  count: entry.op_count,
                  shown: format.number(entry.op_count),
                })}
              </p>
            </div>
            {entry.job ? (
              <Badge tone="accent">{t("enum.job_status.running")}</Badge>
            ) : entry.undone ? (
              <Badge>{t("settings.history.undone")}</Badge>
            ) : (
              <Button variant="ghost" onClick={() => undo.undo(entry.change_set)}>
                {t("common.undo")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {history.hasNextPage && (
        <Button className="mt-4" busy={history.isFetchingNextPage} onClick={() => history.fetchNextPage()}>
          {t("record.timeline.more")}
        </Button>
      )}
    </>
  );
}
