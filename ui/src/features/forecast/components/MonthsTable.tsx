/** The forecast month by month, and what adds up from the first one on. */
import { useTranslation } from "react-i18next";
import { TitledCard } from "@/shared/analytics/Card";
import { ChartTable } from "@/shared/charts/ChartTable";
import { cell, type TableData } from "@/shared/charts/table";
import { useFormat } from "@/shared/format/useFormat";
import type { SalesForecast } from "../api/types";

export function useMonthsTable(forecast: SalesForecast | undefined): TableData {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (value: number) => format.amount(value, forecast?.currency ?? "EUR");
  const numeric = (label: string) => ({ label, numeric: true });
  return {
    columns: [
      { label: t("chart.month") },
      numeric(t("chart.fan.expected")),
      numeric(t("chart.fan.p10")),
      numeric(t("chart.fan.median")),
      numeric(t("chart.fan.p90")),
      numeric(t("forecast.deals_expected")),
      numeric(t("forecast.of_it_new")),
      numeric(t("chart.fan.booked")),
      numeric(t("chart.fan.quota")),
      numeric(t("forecast.running_total")),
    ],
    rows: (forecast?.by_month ?? []).map((month) => ({
      id: month.month,
      cells: [
        format.month(month.month),
        cell(month.expected_revenue, money),
        cell(month.p10, money),
        cell(month.p50, money),
        cell(month.p90, money),
        cell(month.expected_deals, (value) => format.rounded(value)),
        cell(month.new_business, money),
        cell(month.booked || null, money),
        cell(month.quota, money),
        cell(month.cumulative.mean, money),
      ],
    })),
  };
}

interface MonthsTableProps {
  table: TableData;
  onSelect: (month: string) => void;
}

export function MonthsTable({ table, onSelect }: MonthsTableProps) {
  const { t } = useTranslation();
  return (
    <TitledCard title={t("forecast.by_month")} hint={t("forecast.by_month_hint")}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
        tabIndex={0}
        aria-label={t("forecast.by_month")}
        className="overflow-x-auto"
      >
        <ChartTable caption={t("forecast.by_month")} table={table} onSelect={onSelect} />
      </section>
    </TitledCard>
  );
}
