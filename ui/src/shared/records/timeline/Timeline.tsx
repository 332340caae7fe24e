/** One stream of everything about a record: activities, changes, stages. */
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { ErrorState, Skeleton } from "@/shared/components/States";
import type { RecordDef } from "../definition";
import { TimelineRow } from "./TimelineRow";
import { useTimeline } from "./useTimeline";

interface Props {
  def: RecordDef;
  id: string;
  /** Of the record's amounts; null where it is the base currency. */
  currency: string | null;
}

export function Timeline({ def, id, currency }: Props) {
  const { t } = useTranslation();
  const timeline = useTimeline(def, id);
  if (timeline.isError && !timeline.data)
    return <ErrorState error={timeline.error} onRetry={() => timeline.refetch()} />;
  if (timeline.isPending) {
    return (
      <div className="flex flex-col gap-4 pt-2" aria-hidden="true">
        {[64, 48, 56].map((width) => (
          <Skeleton key={width} className="h-4 w-2/3" />
        ))}
      </div>
    );
  }
  const entries = timeline.data.pages.flatMap((page) => page.results);
  return (
    <>
      <ol className="relative flex flex-col">
        {entries.map((entry, index) => (
          <TimelineRow
            key={entry.id}
            entry={entry}
            currency={currency}
            last={index === entries.length - 1 && !timeline.hasNextPage}
          />
        ))}
      </ol>
      {timeline.hasNextPage && (
        <Button variant="ghost" busy={timeline.isFetchingNextPage} onClick={() => timeline.fetchNextPage()}>
          {t("record.timeline.more")}
        </Button>
      )}
    </>
  );
}
