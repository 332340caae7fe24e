/** The stages of a deal's pipeline as steps; a click moves the deal. Shows when it has stood still too long. */
import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { Check, Clock, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Opportunity, Stage } from "@/shared/api/types";
import { Badge } from "@/shared/components/Badge";
import { Money } from "@/shared/components/Money";
import { Skeleton } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { pipelinesQuery } from "@/shared/records/pipelines";
import { useMoveStage } from "@/shared/records/stage/useMoveStage";

function lookOf(stage: Stage, current: Stage | undefined): string {
  if (stage.id === current?.id) {
    if (stage.kind === "won") return "bg-success-soft text-success-text font-semibold";
    return stage.kind === "lost"
      ? "bg-danger-soft text-danger-text font-semibold"
      : "bg-accent text-accent-fg font-semibold";
  }
  const passed =
    current && stage.kind === "open" && current.kind !== "lost" && stage.position < current.position;
  return passed ? "bg-accent-soft text-accent-text hover:bg-active" : "bg-sunken text-muted hover:bg-active";
}

export function StageBar({ deal }: { deal: Opportunity }) {
  const { t } = useTranslation();
  const format = useFormat();
  const move = useMoveStage();
  const pipelines = useQuery(pipelinesQuery);
  const stages = pipelines.data?.find((each) => each.id === deal.pipeline)?.stages;
  if (!stages) return <Skeleton className="mt-6 h-8 w-full" />;
  const current = stages.find((stage) => stage.slug === deal.stage);
  return (
    <section aria-label={t("field.stage")} className="mt-5">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-1">
        <Money amount={deal.amount} currency={deal.currency} className="text-lg font-semibold" />
        {deal.expected_close_date && deal.stage_kind === "open" && (
          <span className="text-muted">
            {t("record.opportunity.closes", { date: format.civil(deal.expected_close_date) })}
          </span>
        )}
        {deal.is_stalled && (
          <Badge tone="warning">
            <Clock size={12} /> {t("pipeline.stalled")}
          </Badge>
        )}
      </div>
      <ol className="flex flex-wrap gap-1">
        {stages.map((stage) => (
          <li key={stage.id} className="max-w-full min-w-0 flex-auto">
            <button
              type="button"
              title={stage.name}
              aria-current={stage.id === current?.id ? "step" : undefined}
              onClick={() => stage.id !== current?.id && move({ deal, stage })}
              className={clsx(
                "flex h-8 w-full items-center justify-center gap-1 rounded-md px-1 text-xs min-[1180px]:px-2",
                lookOf(stage, current),
              )}
            >
              {stage.kind === "won" && <Check size={12} />}
              {stage.kind === "lost" && <X size={12} />}
              <span className="truncate">{stage.name}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
