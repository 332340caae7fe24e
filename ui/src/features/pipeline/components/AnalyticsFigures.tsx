/** The figures of the pipeline at a glance. */
import { useTranslation } from "react-i18next";
import { Figure, Figures } from "@/shared/analytics/Figure";
import { useFormat } from "@/shared/format/useFormat";
import type { PipelineAnalytics } from "../api/analyticsTypes";

export function AnalyticsFigures({ analytics }: { analytics: PipelineAnalytics }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { pipeline_health: health, deal_velocity: velocity, currency } = analytics;
  const money = (value: number) => format.amount(value, currency);
  const rate = health.win_rate_interval;
  const unknown = t("analytics.too_little");
  return (
    <Figures label={t("analytics.figures")}>
      <Figure
        label={t("analytics.open_value")}
        value={money(health.pipeline_value)}
        note={[
          t("chart.deal_count", { count: analytics.open, deals: format.number(analytics.open) }),
          analytics.without_amount > 0 &&
            t("analytics.without_amount", { deals: format.number(analytics.without_amount) }),
        ]
          .filter(Boolean)
          .join(", ")}
      />
      <Figure
        label={t("chart.rate.rate")}
        value={health.win_rate === null ? unknown : format.rate(health.win_rate)}
        missing={health.win_rate === null}
        note={
          rate &&
          t("analytics.rate_note", {
            low: format.rate(rate.low),
            high: format.rate(rate.high),
            count: rate.n,
            deals: format.number(rate.n),
          })
        }
      />
      <Figure
        label={t("analytics.deal_size")}
        value={health.average_deal_size === null ? unknown : money(health.average_deal_size)}
        missing={health.average_deal_size === null}
        note={t("analytics.deal_size_note")}
      />
      <Figure
        label={t("analytics.time_to_close")}
        value={velocity.median_days === null ? unknown : format.days(velocity.median_days)}
        missing={velocity.median_days === null}
        note={
          velocity.censored_median_days !== null &&
          t("analytics.time_note", { days: format.days(velocity.censored_median_days) })
        }
      />
      <Figure
        label={t("analytics.coverage")}
        value={
          health.coverage === null
            ? t("analytics.no_quota")
            : t("analytics.times_quota", { factor: format.rounded(health.coverage, 1) })
        }
        missing={health.coverage === null}
        note={t("analytics.coverage_note")}
      />
    </Figures>
  );
}
