/** The forecast split: one row per category or owner, leading to the deals behind it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { useFormat } from "@/shared/format/useFormat";

export interface BreakdownRow {
  key: string;
  name: string;
  hint?: string | undefined;
  deals: number;
  total: number;
  expected: number;
}

interface BreakdownProps {
  label: string;
  rows: readonly BreakdownRow[];
  currency: string;
  onSelect: (row: BreakdownRow) => void;
  /** How many are shown at first. */
  most?: number;
}

const GRID =
  "grid grid-cols-[minmax(0,1fr)_3.5rem_6rem] gap-x-3 @md:grid-cols-[minmax(0,1fr)_3.5rem_6.5rem_6.5rem]";
/** Where room is short, what is expected counts more. */
const VALUE = "text-end @max-md:sr-only";

export function Breakdown({ label, rows, currency, onSelect, most = rows.length }: BreakdownProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, most);
  const rest = rows.length - shown.length;
  const longest = Math.max(1, ...rows.map((row) => row.total));
  const money = (value: number) => format.amount(value, currency);
  return (
    <div className="@container -mx-2">
      <div aria-hidden="true" className={`${GRID} border-b px-2 pb-1.5 text-xs font-medium text-faint`}>
        <span />
        <span className="text-end">{t("chart.deals")}</span>
        <span className={VALUE}>{t("chart.stages.total")}</span>
        <span className="text-end">{t("chart.fan.expected")}</span>
      </div>
      <ul aria-label={label}>
        {shown.map((row) => (
          <li key={row.key}>
            <button
              type="button"
              disabled={row.deals === 0}
              onClick={() => onSelect(row)}
              className="block w-full rounded-md px-2 py-2 text-start enabled:hover:bg-hover"
            >
              <span className={`${GRID} num items-baseline`}>
                <span className="min-w-0 truncate">
                  <span className="font-medium">{row.name}</span>
                  {row.hint && <span className="text-faint"> {row.hint}</span>}
                </span>
                <span className="text-end text-muted">
                  {format.number(row.deals)}
                  <span className="sr-only"> {t("chart.deals")}, </span>
                </span>
                <span className={`${VALUE} text-muted`}>
                  {money(row.total)}
                  <span className="sr-only"> {t("chart.stages.total")}, </span>
                </span>
                <span className="text-end font-medium">
                  {money(row.expected)}
                  <span className="sr-only"> {t("chart.fan.expected")}</span>
                </span>
              </span>
              <span aria-hidden="true" className="mt-1.5 block h-1.5 overflow-hidden rounded-full bg-sunken">
                <span
                  className="relative block h-full rounded-full bg-chart-expected"
                  style={{ width: `${(row.total / longest) * 100}%` }}
                >
                  <span
                    className="absolute inset-y-0 start-0 rounded-full bg-chart-actual"
                    style={{
                      width: `${Math.min(100, row.total > 0 ? (row.expected / row.total) * 100 : 0)}%`,
                    }}
                  />
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button variant="ghost" className="mt-1" onClick={() => setAll(true)}>
          {t("record.and_more", { count: rest, shown: format.number(rest) })}
        </Button>
      )}
    </div>
  );
}
