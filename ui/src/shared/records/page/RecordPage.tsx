/** The page of one record: its name and actions, what happened, and its fields beside it. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { collections } from "@/shared/api/collections";
import { ApiError } from "@/shared/api/errors";
import type { RecordOf } from "@/shared/api/types";
import { Button } from "@/shared/components/Button";
import { ScrollRegion } from "@/shared/components/ScrollRegion";
import { EmptyState, ErrorState, Skeleton } from "@/shared/components/States";
import type { RecordDef } from "../definition";
import { Composer } from "../timeline/Composer";
import { Timeline } from "../timeline/Timeline";
import { DetailsPanel } from "./DetailsPanel";
import { RecordHeader } from "./RecordHeader";
import { RecordTopBar } from "./RecordTopBar";

interface RecordPageProps<C extends keyof RecordOf> {
  def: RecordDef & { collection: C };
  id: string;
  actions?: (record: RecordOf[C]) => ReactNode;
  /** Between the name and the timeline, such as the stages of a deal. */
  banner?: (record: RecordOf[C]) => ReactNode;
  /** Under the fields: related records and tasks. */
  related?: (record: RecordOf[C]) => ReactNode;
}

export function RecordPage<C extends keyof RecordOf>({
  def,
  id,
  actions,
  banner,
  related,
}: RecordPageProps<C>) {
  const { t } = useTranslation();
  const router = useRouter();
  const query = useQuery({
    queryKey: [def.collection, "record", id],
    queryFn: () => collections[def.collection].get(id) as Promise<RecordOf[C]>,
  });
  const record = query.data;
  const gone = query.error instanceof ApiError && query.error.status === 404;
  if (gone || (query.isError && !record)) {
    return gone ? (
      <EmptyState
        icon={<def.icon size={20} />}
        title={t("record.gone_title")}
        text={t("record.gone_text")}
        action={<Button onClick={() => router.navigate({ to: def.listPath })}>{t(def.many)}</Button>}
      />
    ) : (
      <ErrorState error={query.error} onRetry={() => query.refetch()} />
    );
  }
  return (
    <>
      <RecordTopBar def={def} record={record} actions={record && actions?.(record)} />
      <div className="flex min-h-0 flex-1 bg-surface narrow:block narrow:overflow-y-auto">
        <ScrollRegion label={t("record.timeline.title")} className="min-w-0 flex-1 narrow:overflow-visible">
          <div className="mx-auto max-w-190 px-5 pt-7 pb-16 min-[1180px]:px-8 narrow:pb-6">
            {record ? <RecordHeader def={def} record={record} /> : <Skeleton className="mb-8 h-11 w-72" />}
            {record && banner?.(record)}
            <h2 className="mt-6 mb-3 font-semibold">{t("record.timeline.title")}</h2>
            <Composer def={def} id={id} />
            <Timeline def={def} id={id} currency={currencyOf(record)} />
          </div>
        </ScrollRegion>
        <ScrollRegion
          label={t("record.details")}
          className="w-86 min-[1280px]:w-96 shrink-0 border-l narrow:w-auto narrow:overflow-visible narrow:border-t narrow:border-l-0"
        >
          {record && <DetailsPanel def={def} record={record} />}
          {record && related?.(record)}
        </ScrollRegion>
      </div>
    </>
  );
}

/** Of its amounts; null where it is the base currency. */
function currencyOf(record: object | undefined): string | null {
  return record && "currency" in record && typeof record.currency === "string" ? record.currency : null;
}
