/** The answer first: what comes in, what is in, what is missing to the quota, and what it rests on. */
import { Minus, Target, TrendingDown, TrendingUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Figure, Figures } from "@/shared/analytics/Figure";
import { Button } from "@/shared/components/Button";
import { useFormat } from "@/shared/format/useFormat";
import type { SalesForecast } from "../api/types";

const TREND = { increasing: TrendingUp, decreasing: TrendingDown, stable: Minus };

interface KeyFiguresProps {
  forecast: SalesForecast;
  /** Absent where quotas do not apply: they are of the whole pipeline. */
  onSetQuota?: (() => void) | undefined;
}

export function KeyFigures({ forecast, onSetQuota }: KeyFiguresProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (value: number) => format.amount(value, forecast.currency);
  const { confidence_interval: range, quota, trend, growth_rate: growth } = forecast;
  const first = forecast.by_month[0];
  const Trend = trend && TREND[trend];
  return (
    <Figures label={t("forecast.figures")}>
      <Figure
        label={t("forecast.months_ahead", { count: forecast.months })}
        value={money(forecast.forecast_amount)}
        note={t("forecast.in_range", {
          low: format.compact(range.low, forecast.currency),
          high: format.compact(range.high, forecast.currency),
        })}
      />
      <Figure
        label={t("forecast.booked")}
        value={money(quota.booked)}
        note={
          first &&
          t("forecast.booked_deals", {
            count: first.booked_deals,
            deals: format.number(first.booked_deals),
            month: format.month(first.month),
          })
        }
      />
      <Figure
        label={t("forecast.gap")}
        {...gap()}
        action={
          onSetQuota && (
            <Button className="h-7!" icon={<Target size={14} />} onClick={onSetQuota}>
              {t(quota.total === null ? "forecast.quota.set" : "forecast.quota.change")}
            </Button>
          )
        }
      />
      <Figure
        label={t("forecast.new_business")}
        value={
          forecast.new_business === null ? t("forecast.not_included") : format.rate(forecast.new_business)
        }
        missing={forecast.new_business === null}
        note={t("forecast.new_business_note")}
      />
      <Figure
        label={t("forecast.trend")}
        value={trend ? t(`forecast.trends.${trend}`) : t("forecast.too_short")}
        missing={!trend}
        note={
          trend && Trend ? (
            <span className="flex flex-wrap items-center gap-x-1.5">
              <Trend size={14} aria-hidden="true" />
              {forecast.trend_per_month !== null &&
                t("forecast.per_month", { amount: signed(forecast.trend_per_month, money) })}
              {growth !== null && <span>{t("forecast.growth", { rate: signed(growth, format.rate) })}</span>}
            </span>
          ) : (
            t("forecast.trend_needs")
          )
        }
      />
    </Figures>
  );

  function gap() {
    if (quota.total === null)
      return {
        value: onSetQuota ? t("forecast.no_quota") : t("forecast.no_quota_part"),
        missing: true,
      };
    const total = t("forecast.of_quota", { amount: money(quota.total) });
    if (quota.gap === null)
      return {
        value: t("forecast.quota_partly"),
        missing: true,
        note: t("forecast.months_without", {
          count: quota.months_without,
          amount: money(quota.total),
        }),
      };
    return quota.gap > 0
      ? { value: money(quota.gap), note: t("forecast.missing_to", { total }) }
      : { value: t("forecast.reached"), note: t("forecast.above", { amount: money(-quota.gap), total }) };
  }
}

function signed(value: number, show: (value: number) => string): string {
  return value > 0 ? `+${show(value)}` : show(value);
}
