/** What was said of each past month and what came: tested from its history, and as it was kept on the day. */
import { Check, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { TitledCard } from "@/shared/analytics/Card";
import { Segmented } from "@/shared/components/Controls";
import { useFormat } from "@/shared/format/useFormat";
import type { Accuracy } from "../api/types";
import { isInside } from "../model/accuracy";

export function PastForecasts({ accuracy }: { accuracy: Accuracy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [ahead, setAhead] = useState(0);
  const money = (value: number) => format.amount(value, accuracy.currency);
  const steps = accuracy.by_ahead;
  const step = steps.find((each) => each.ahead === ahead);
  const rows = accuracy.months.filter((month) => month.ahead === ahead).toReversed();
  return (
    <TitledCard
      title={t("forecast.accuracy.past")}
      hint={
        step?.coverage
          ? t("forecast.accuracy.past_inside", {
              count: step.months,
              months: format.number(step.months),
              rate: format.rate(step.coverage.rate),
            })
          : t("forecast.accuracy.past_hint")
      }
      aside={
        steps.length > 1 && (
          <Segmented
            label={t("forecast.accuracy.ahead")}
            value={String(ahead)}
            onChange={(next) => setAhead(Number(next))}
            options={steps.map((each) => ({
              value: String(each.ahead),
              label:
                each.ahead === 0
                  ? t("forecast.accuracy.same_month")
                  : t("forecast.accuracy.months_ahead", { count: each.ahead }),
            }))}
          />
        )
      }
    >
      <Rows
        label={t("forecast.accuracy.past")}
        columns={["month", "range", "expected", "came", "inside"]}
        rows={rows.map((month) => ({
          id: `${month.origin}:${month.month}`,
          cells: [
            format.month(month.month),
            t("chart.range", { low: money(month.p10), high: money(month.p90) }),
            money(month.expected),
            money(month.actual),
            <Inside key="inside" inside={isInside(month, month.actual)} />,
          ],
        }))}
      />
    </TitledCard>
  );
}

export function RecordedForecasts({ accuracy }: { accuracy: Accuracy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (value: number) => format.amount(value, accuracy.currency);
  return (
    <TitledCard title={t("forecast.accuracy.recorded")} hint={t("forecast.accuracy.recorded_hint")}>
      {accuracy.recorded.length === 0 ? (
        <p className="py-2 text-muted">{t("forecast.accuracy.recorded_none")}</p>
      ) : (
        <Rows
          label={t("forecast.accuracy.recorded")}
          columns={["day", "month", "range", "median", "came", "inside"]}
          rows={accuracy.recorded.toReversed().map((each) => ({
            id: `${each.day}:${each.month}`,
            cells: [
              format.civil(each.day),
              format.month(each.month, "year"),
              t("chart.range", { low: money(each.p10), high: money(each.p90) }),
              money(each.p50),
              each.actual === null ? t("forecast.accuracy.still_running") : money(each.actual),
              each.actual === null ? "–" : <Inside key="inside" inside={isInside(each, each.actual)} />,
            ],
          }))}
        />
      )}
    </TitledCard>
  );
}

/** Told by word and sign; the colour only repeats it. */
function Inside({ inside }: { inside: boolean }) {
  const { t } = useTranslation();
  const Icon = inside ? Check : X;
  return (
    <span
      className={`inline-flex items-center gap-1 ${inside ? "text-success-text" : "font-medium text-danger-text"}`}
    >
      <Icon size={14} aria-hidden="true" />
      {t(inside ? "forecast.accuracy.is_inside" : "forecast.accuracy.is_outside")}
    </span>
  );
}

type Column = "day" | "month" | "range" | "expected" | "median" | "came" | "inside";

const TEXT = new Set<Column>(["day", "month", "inside"]);

interface RowsProps {
  label: string;
  columns: readonly Column[];
  rows: readonly { id: string; cells: readonly ReactNode[] }[];
}

function Rows({ label, columns, rows }: RowsProps) {
  const { t } = useTranslation();
  const side = (column: Column | undefined) =>
    column && TEXT.has(column) ? "whitespace-nowrap text-start" : "whitespace-nowrap text-end";
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
      tabIndex={0}
      aria-label={label}
      className="max-h-90 overflow-auto"
    >
      <table className="num w-full border-collapse">
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className={`sticky top-0 border-b bg-surface px-2 pb-1.5 text-xs font-medium text-faint first:ps-0 last:pe-0 ${side(column)}`}
              >
                {t(`forecast.accuracy.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className="hover:bg-hover">
              {row.cells.map((content, at) => (
                <td
                  key={columns[at]}
                  className={`border-b px-2 py-1.5 first:ps-0 first:font-medium last:pe-0 ${side(columns[at])}`}
                >
                  {content}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
