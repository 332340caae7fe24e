/** The forecast itself, from the answer down to what it is made of. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Card, TitledCard } from "@/shared/analytics/Card";
import { type ChartName, PictureItems } from "@/shared/analytics/PictureItems";
import { Recommendations } from "@/shared/analytics/Recommendations";
import type { Scope } from "@/shared/analytics/scope";
import { ForecastFan } from "@/shared/charts/ForecastFan";
import { QuotaProgress } from "@/shared/charts/QuotaProgress";
import type { TableData } from "@/shared/charts/table";
import { type Behind, openDeals } from "@/shared/deals/deals";
import { useFormat } from "@/shared/format/useFormat";
import type { SalesForecast } from "../api/types";
import { isQuiet } from "../model/quiet";
import { Answer } from "./Answer";
import { Breakdown } from "./Breakdown";
import { KeyFigures } from "./KeyFigures";
import { Method } from "./Method";
import { MonthsTable } from "./MonthsTable";
import { Overrides } from "./Overrides";

interface ForecastBodyProps {
  forecast: SalesForecast;
  scope: Scope;
  table: TableData;
  onSetQuota?: (() => void) | undefined;
}

export function ForecastBody({ forecast, scope, table, onSetQuota }: ForecastBodyProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency, quota, by_month: months } = forecast;
  const fan = useMemo(
    () => ({
      past: forecast.history,
      months: forecast.by_month.map((month) => ({ ...month, expected: month.expected_revenue })),
    }),
    [forecast],
  );
  const show = (behind: Behind, key: string, title: string) =>
    openDeals({ behind, key, ...scope, months: forecast.months, title });
  const pictures = (chart: ChartName, title: string) => (
    <PictureItems chart={chart} title={title} scope={scope} months={forecast.months} />
  );
  const showMonth = (month: string) => {
    const name = format.month(month);
    const past = forecast.history.some((each) => each.month === month);
    if (past)
      openDeals({
        behind: "win_month",
        key: month,
        part: "won",
        ...scope,
        title: t("forecast.won_in", { month: name }),
      });
    else show("month", month, t("forecast.expected_in", { month: name }));
  };
  const categories = forecast.by_category.map((row) => ({
    key: row.category,
    name: t(row.category === "closed" ? "forecast.won_already" : `enum.forecast_category.${row.category}`),
    hint:
      row.set_by_hand > 0
        ? t("forecast.by_hand", { count: row.set_by_hand, deals: format.number(row.set_by_hand) })
        : undefined,
    deals: row.deals,
    total: row.total_value,
    expected: row.expected_revenue,
  }));
  const owners = forecast.by_owner
    .map((row) => ({
      key: row.owner ?? "none",
      name: row.name ?? t("analytics.no_owner"),
      deals: row.deals,
      total: row.total_value,
      expected: row.expected_revenue,
    }))
    .toSorted((a, b) => b.expected - a.expected);
  return (
    <div className="mx-auto flex w-full max-w-400 flex-col gap-4 p-5 pb-16 narrow:p-3">
      {isQuiet(forecast) && (
        <Answer
          tone="neutral"
          title={t("forecast.quiet", { months: format.number(forecast.history.length) })}
        >
          {t("forecast.quiet_text", { deals: format.number(forecast.n) })}
        </Answer>
      )}
      <KeyFigures forecast={forecast} onSetQuota={onSetQuota} />
      <div className="grid gap-4 min-[1180px]:grid-cols-[minmax(0,1.75fr)_minmax(0,1fr)]">
        <Card>
          <ForecastFan
            title={t("forecast.fan_title")}
            subtitle={t("forecast.fan_subtitle")}
            data={fan}
            menu={pictures("forecast", t("forecast.fan_title"))}
            currency={currency}
            height={380}
            onSelect={showMonth}
          />
        </Card>
        <div className="flex min-w-0 flex-col gap-4">
          {quota.total !== null && quota.gap !== null && (
            <Card>
              <QuotaProgress
                title={t("forecast.progress_title")}
                subtitle={t("forecast.progress_subtitle", {
                  from: format.month(months[0]?.month ?? ""),
                  until: format.month(months.at(-1)?.month ?? ""),
                })}
                data={{
                  booked: quota.booked,
                  expected: forecast.forecast_amount,
                  low: forecast.confidence_interval.low,
                  high: forecast.confidence_interval.high,
                  quota: quota.total,
                }}
                menu={pictures("quota", t("forecast.progress_title"))}
                currency={currency}
              />
            </Card>
          )}
          <TitledCard
            title={t("analytics.next_steps")}
            hint={t("analytics.next_steps_hint")}
            className="flex-1"
          >
            <Recommendations
              items={forecast.recommendations}
              scope={scope}
              months={forecast.months}
              most={3}
            />
          </TitledCard>
        </div>
      </div>
      <div className="grid gap-4 min-[1100px]:grid-cols-2">
        <TitledCard title={t("forecast.by_category")} hint={t("forecast.by_category_hint")}>
          <Breakdown
            label={t("forecast.by_category")}
            rows={categories}
            currency={currency}
            onSelect={(row) => show("category", row.key, row.name)}
          />
        </TitledCard>
        <TitledCard title={t("forecast.by_owner")} hint={t("forecast.by_owner_hint")}>
          <Breakdown
            label={t("forecast.by_owner")}
            rows={owners}
            most={6}
            currency={currency}
            onSelect={(row) => show("owner", row.key, row.name)}
          />
        </TitledCard>
      </div>
      <Overrides pipeline={forecast.pipeline} />
      <MonthsTable table={table} onSelect={showMonth} />
      <Method notes={forecast.notes} generatedAt={forecast.generated_at} />
    </div>
  );
}
