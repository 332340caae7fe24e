/** What the pipeline's history tells, from its health down to where deals slip. */
import { useTranslation } from "react-i18next";
import { Card, TitledCard } from "@/shared/analytics/Card";
import { type ChartName, PictureItems } from "@/shared/analytics/PictureItems";
import { Recommendations } from "@/shared/analytics/Recommendations";
import type { Scope } from "@/shared/analytics/scope";
import { FunnelChart, type FunnelPart } from "@/shared/charts/FunnelChart";
import { IntervalLine } from "@/shared/charts/IntervalLine";
import { StageBars } from "@/shared/charts/StageBars";
import { type DealsRequest, openDeals } from "@/shared/deals/deals";
import { useFormat } from "@/shared/format/useFormat";
import type { PipelineAnalytics } from "../api/analyticsTypes";
import { AnalyticsFigures } from "./AnalyticsFigures";
import { GroupRates } from "./GroupRates";
import { HealthCard } from "./HealthCard";
import { SlippageCard } from "./SlippageCard";
import { StageTimes } from "./StageTimes";
import { VelocityCard } from "./VelocityCard";

interface AnalyticsBodyProps {
  analytics: PipelineAnalytics;
  scope: Scope;
}

const PAIR = "grid gap-4 min-[1180px]:grid-cols-2";

export function AnalyticsBody({ analytics, scope }: AnalyticsBodyProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pipeline_health: health, conversion_funnel: funnel, currency } = analytics;
  const show = (request: Omit<DealsRequest, keyof Scope>) => openDeals({ ...scope, ...request });
  const pictures = (chart: ChartName, title: string) => (
    <PictureItems chart={chart} title={title} scope={scope} />
  );
  const stages = health.stage_distribution.filter((stage) => stage.kind === "open");
  const steps = funnel.funnel.map((step) => ({
    key: step.stage,
    name: step.name ?? t("enum.stage_kind.won"),
    count: step.count,
    conversion: step.conversion_rate,
    dropOff: step.drop_off_rate,
    stillOpen: step.still_open,
    lost: step.lost,
  }));
  const nameOf = (slug: string) => steps.find((step) => step.key === slug)?.name ?? slug;
  const showStage = (key: string, name: string) => show({ behind: "stage", key, title: name });
  const showStep = (key: string, part: FunnelPart) =>
    show({
      behind: "funnel",
      key,
      part,
      title: t("analytics.funnel.behind", { stage: nameOf(key), part: t(`chart.funnel.${part}`) }),
    });
  return (
    <div className="mx-auto flex w-full max-w-400 flex-col gap-4 p-5 pb-16 narrow:p-3">
      <AnalyticsFigures analytics={analytics} />
      <div className={PAIR}>
        <HealthCard health={health} />
        <TitledCard title={t("analytics.next_steps")} hint={t("analytics.next_steps_hint")}>
          <Recommendations items={health.recommendations} scope={scope} />
        </TitledCard>
      </div>
      <div className={PAIR}>
        <Card>
          <StageBars
            title={t("analytics.stages.title")}
            subtitle={t("analytics.stages.hint")}
            menu={pictures("stages", t("analytics.stages.title"))}
            stages={stages.map((stage) => ({
              key: stage.stage,
              name: stage.name,
              count: stage.count,
              total: stage.total_value,
              weighted: stage.weighted_value,
              medianDays: stage.median_age_days,
            }))}
            currency={currency}
            onSelect={(key) => showStage(key, nameOf(key))}
          />
        </Card>
        <Card>
          <FunnelChart
            title={t("analytics.funnel.title")}
            subtitle={
              funnel.overall_conversion === null
                ? t("analytics.funnel.hint")
                : t("analytics.funnel.overall", {
                    count: funnel.cohort,
                    deals: format.number(funnel.cohort),
                    rate: format.rate(funnel.overall_conversion),
                    of_closed: format.rate(funnel.conversion_of_closed ?? 0),
                  })
            }
            steps={steps}
            menu={pictures("funnel", t("analytics.funnel.title"))}
            empty={funnel.cohort === 0 ? t("analytics.funnel.empty") : undefined}
            onSelect={showStep}
          />
        </Card>
      </div>
      <div className={PAIR}>
        <div className="flex min-w-0 flex-col gap-4">
          <StageTimes health={health} onSelect={showStage} />
          <SlippageCard
            slippage={analytics.slippage}
            currency={currency}
            onSelect={(behind, key, title) => show({ behind, key, title })}
          />
        </div>
        <VelocityCard
          velocity={analytics.deal_velocity}
          menu={pictures("velocity", t("analytics.velocity.title"))}
          onSelect={(bar, title) =>
            show({
              behind: "velocity",
              key: String(bar.from),
              part: bar.until === null ? undefined : String(bar.until),
              title,
            })
          }
        />
      </div>
      <div className={PAIR}>
        <Card>
          <IntervalLine
            title={t("analytics.rates.over_time")}
            subtitle={t("analytics.rates.over_time_hint")}
            months={analytics.win_rates.by_month}
            menu={pictures("win_rate", t("analytics.rates.over_time"))}
            height={250}
            empty={analytics.win_rates.by_month.length === 0 ? t("analytics.nothing_closed") : undefined}
            onSelect={(month) =>
              show({
                behind: "win_month",
                key: month,
                title: t("analytics.rates.closed_in", { month: format.month(month) }),
              })
            }
          />
        </Card>
        <GroupRates
          rates={analytics.win_rates}
          onSelect={(group, row, name) =>
            show({
              behind: "win_rate",
              // Nothing after the colon: deals without one.
              key: `${group}:${row.key ?? ""}`,
              title: t("analytics.rates.closed_of", { name }),
            })
          }
        />
      </div>
      <Left analytics={analytics} />
    </div>
  );
}

/** What the figures leave out, said where it is so. */
function Left({ analytics }: { analytics: PipelineAnalytics }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kinds = (["without_amount", "unconverted", "mended"] as const).filter((kind) => analytics[kind] > 0);
  return (
    <ul className="num flex flex-col gap-0.5 px-1 text-xs text-muted">
      {kinds.map((kind) => (
        <li key={kind}>
          {t(`analytics.left.${kind}`, { count: analytics[kind], deals: format.number(analytics[kind]) })}
        </li>
      ))}
      <li>{t("forecast.as_of", { time: format.instant(analytics.generated_at) })}</li>
    </ul>
  );
}
