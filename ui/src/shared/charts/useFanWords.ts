/** What the forecast fan says: tooltip, sentence and table of each month. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { type FanData, type FanMonth, PAST_SHOWN, type PastMonth } from "./model/fan";
import { sentences } from "./points";
import { cell, type TableData } from "./table";

export function useFanWords(currency: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (value: number) => format.amount(value, currency);
  return {
    past: (each: PastMonth) => ({
      label: t("chart.fan.past_point", {
        month: format.month(each.month),
        amount: money(each.revenue),
        count: each.deals,
        deals: format.number(each.deals),
      }),
      tip: {
        title: format.month(each.month),
        lines: [
          { label: t("chart.fan.won"), value: money(each.revenue), swatch: "actual" as const },
          { label: t("chart.deals"), value: format.number(each.deals) },
        ],
      },
    }),
    next: (each: FanMonth) => ({
      label: sentences(
        t("chart.fan.next_point", {
          month: format.month(each.month),
          expected: money(each.expected),
          low: money(each.p10),
          high: money(each.p90),
        }),
        each.booked > 0 && t("chart.fan.booked_sentence", { amount: money(each.booked) }),
        each.quota !== null && t("chart.fan.quota_sentence", { amount: money(each.quota) }),
      ),
      tip: {
        title: format.month(each.month),
        lines: [
          { label: t("chart.fan.expected"), value: money(each.expected) },
          { label: t("chart.fan.median"), value: money(each.p50), swatch: "median" as const },
          {
            label: t("chart.fan.range"),
            value: t("chart.range", { low: money(each.p10), high: money(each.p90) }),
            swatch: "band" as const,
          },
          ...(each.booked > 0
            ? [{ label: t("chart.fan.booked"), value: money(each.booked), swatch: "actual" as const }]
            : []),
          ...(each.quota === null
            ? []
            : [{ label: t("chart.fan.quota"), value: money(each.quota), swatch: "quota" as const }]),
        ],
      },
    }),
    table: (data: FanData): TableData => ({
      columns: [
        { label: t("chart.month") },
        ...(["won", "expected", "p10", "median", "p90", "quota"] as const).map((key) => ({
          label: t(`chart.fan.${key}`),
          numeric: true,
        })),
      ],
      rows: [
        ...data.past.slice(-PAST_SHOWN).map((each) => ({
          id: each.month,
          cells: [format.month(each.month), cell(each.revenue, money), ...Array(5).fill(cell(null, money))],
        })),
        ...data.months.map((each) => ({
          id: each.month,
          cells: [
            format.month(each.month),
            cell(each.booked || null, money),
            cell(each.expected, money),
            cell(each.p10, money),
            cell(each.p50, money),
            cell(each.p90, money),
            cell(each.quota, money),
          ],
        })),
      ],
    }),
  };
}
