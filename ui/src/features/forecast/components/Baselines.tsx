/** The forecast against three simpler ways to forecast: said in words, with the measures beside them. */
import { Check, Equal, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { TitledCard } from "@/shared/analytics/Card";
import { useFormat } from "@/shared/format/useFormat";
import type { Baseline } from "../api/types";
import { compare } from "../model/accuracy";

const ICON = { better: Check, worse: X, same: Equal };
const LOOK = { better: "text-success-text", worse: "text-danger-text", same: "text-muted" };
const MEASURES = ["mase", "pinball", "brier"] as const;

type Measure = (typeof MEASURES)[number];

export function Baselines({ baselines }: { baselines: readonly Baseline[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const title = t("forecast.accuracy.compared");
  return (
    <TitledCard title={title} hint={t("forecast.accuracy.compared_hint")}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
        tabIndex={0}
        aria-label={title}
        className="overflow-x-auto"
      >
        <table className="num w-full min-w-160 border-collapse">
          <thead>
            <tr className="border-b text-start text-xs font-medium text-faint">
              <th scope="col" className="pb-1.5 text-start font-medium">
                {t("forecast.accuracy.against")}
              </th>
              {MEASURES.map((measure) => (
                <th key={measure} scope="col" className="px-3 pb-1.5 text-start align-bottom font-medium">
                  {t(`forecast.accuracy.measure.${measure}`)}
                </th>
              ))}
              <th scope="col" className="pb-1.5 text-end align-bottom font-medium">
                {t("forecast.accuracy.n")}
              </th>
            </tr>
          </thead>
          <tbody>
            {baselines.map((baseline) => (
              <tr key={baseline.name} className="border-b align-top last:border-b-0">
                <th scope="row" className="w-52 py-2.5 text-start font-normal">
                  <span className="font-medium">{t(`forecast.accuracy.baseline.${baseline.name}`)}</span>
                  <span className="block text-xs text-muted">
                    {t(`forecast.accuracy.about.${baseline.name}`)}
                  </span>
                </th>
                {baseline.applies ? (
                  MEASURES.map((measure) => (
                    <td key={measure} className="px-3 py-2.5">
                      <Outcome baseline={baseline} measure={measure} />
                    </td>
                  ))
                ) : (
                  <td colSpan={MEASURES.length} className="px-3 py-2.5 text-muted">
                    {t("forecast.accuracy.not_applied")} {t(`forecast.accuracy.why_not.${baseline.name}`)}
                  </td>
                )}
                <td className="whitespace-nowrap py-2.5 text-end text-muted">
                  {baseline.applies && (
                    <>
                      <span className="block">
                        {t("forecast.accuracy.n_months", {
                          count: baseline.months,
                          months: format.number(baseline.months),
                        })}
                      </span>
                      {t("chart.deal_count", {
                        count: baseline.deals,
                        deals: format.number(baseline.deals),
                      })}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </TitledCard>
  );
}

function Outcome({ baseline, measure }: { baseline: Baseline; measure: Measure }) {
  const { t } = useTranslation();
  const format = useFormat();
  const theirs = baseline[measure];
  const ours = baseline[`${measure}_ours`];
  const found = compare(ours, theirs);
  if (!found || ours === null || theirs === null)
    return <span className="text-faint">{t("forecast.accuracy.not_measured")}</span>;
  const Icon = ICON[found.outcome];
  // Small amounts need their cents, or two that differ read the same.
  const places = measure === "pinball" && Math.max(ours, theirs) >= 100 ? 0 : 2;
  return (
    <>
      <span className={`flex items-center gap-1.5 whitespace-nowrap font-medium ${LOOK[found.outcome]}`}>
        <Icon size={14} aria-hidden="true" className="shrink-0" />
        {t(`forecast.accuracy.outcome.${found.outcome}`)}
      </span>
      {found.percent !== null && (
        <span className="block text-xs text-muted">
          {t(`forecast.accuracy.by.${found.outcome}`, { rate: format.rate(found.percent) })}
        </span>
      )}
      <span className="block whitespace-nowrap text-xs text-muted">
        {t("forecast.accuracy.values", {
          ours: format.rounded(ours, places),
          theirs: format.rounded(theirs, places),
        })}
      </span>
    </>
  );
}
