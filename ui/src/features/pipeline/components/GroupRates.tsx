/** The win rate by what deals are: stage, source, owner, product or size, each with its interval. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TitledCard } from "@/shared/analytics/Card";
import { Segmented } from "@/shared/components/Controls";
import { useFormat } from "@/shared/format/useFormat";
import { useLabels } from "@/shared/records/fields/labels";
import { GROUPS, type Group, type GroupRate, type PipelineAnalytics } from "../api/analyticsTypes";

interface GroupRatesProps {
  rates: PipelineAnalytics["win_rates"];
  onSelect: (group: Group, row: GroupRate, name: string) => void;
}

export function GroupRates({ rates, onSelect }: GroupRatesProps) {
  const { t } = useTranslation();
  const [group, setGroup] = useState<Group>("owner");
  const labels = useLabels();
  const nameOf = ({ label }: GroupRate) => {
    if (label === null) return t("analytics.rates.without");
    return group === "source" ? labels.choice("lead_source", label) : label;
  };
  const rows = rates[`by_${group}`].filter((row) => row.won + row.lost > 0);
  const title = t("analytics.rates.title");
  return (
    <TitledCard
      title={title}
      hint={t(`analytics.rates.hint.${group}`)}
      aside={
        <Segmented
          label={t("analytics.rates.by")}
          value={group}
          onChange={(next) => setGroup(next as Group)}
          options={GROUPS.map((each) => ({ value: each, label: t(`analytics.rates.group.${each}`) }))}
        />
      }
    >
      {rows.length === 0 ? (
        <p className="flex min-h-60 items-center justify-center text-faint">{t("analytics.rates.none")}</p>
      ) : (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
          tabIndex={0}
          aria-label={title}
          className="-mx-2 h-67 overflow-y-auto"
        >
          <ul>
            {rows.map((row) => (
              <Row
                key={row.key ?? "none"}
                row={row}
                name={nameOf(row)}
                onSelect={(name) => onSelect(group, row, name)}
              />
            ))}
          </ul>
        </section>
      )}
    </TitledCard>
  );
}

interface RowProps {
  row: GroupRate;
  name: string;
  onSelect: (name: string) => void;
}

function Row({ row, name, onSelect }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const range =
    row.low === null || row.high === null
      ? ""
      : t("chart.range", { low: format.rate(row.low), high: format.rate(row.high) });
  return (
    <li>
      <button
        type="button"
        onClick={() => onSelect(name)}
        title={range && `${t("chart.rate.interval")}: ${range}`}
        className="num grid w-full grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_3rem_5.5rem] items-center gap-x-3 rounded-md px-2 py-2 text-start hover:bg-hover"
      >
        <span className="truncate font-medium">{name}</span>
        <span aria-hidden="true" className="relative h-4">
          <span className="absolute inset-x-0 top-1/2 h-px bg-chart-axis" />
          {row.low !== null && row.high !== null && (
            <span
              className="absolute top-1/2 h-1.5 -translate-y-1/2 rounded-full border border-chart-band-edge bg-chart-band"
              style={{ insetInlineStart: `${row.low}%`, width: `${row.high - row.low}%` }}
            />
          )}
          {row.rate !== null && (
            <span
              className="absolute top-1/2 -ms-1 size-2 -translate-y-1/2 rounded-full bg-chart-actual"
              style={{ insetInlineStart: `${row.rate}%` }}
            />
          )}
        </span>
        <span className="text-end font-semibold">{row.rate === null ? "–" : format.rate(row.rate)}</span>
        <span className="text-end text-xs text-muted">
          {t("analytics.rates.won_of", {
            won: format.number(row.won),
            all: format.number(row.won + row.lost),
          })}
          {range && <span className="sr-only">, {range}</span>}
        </span>
      </button>
    </li>
  );
}
