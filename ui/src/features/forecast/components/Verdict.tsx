/** The answer to "can I trust this?" in plain words, before any table. */
import { CircleAlert, CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Card } from "@/shared/analytics/Card";
import { useFormat } from "@/shared/format/useFormat";
import type { Accuracy } from "../api/types";
import { compare, PROMISED, rangeVerdict } from "../model/accuracy";

export function Verdict({ accuracy }: { accuracy: Accuracy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const coverage = accuracy.scores?.coverage;
  if (!coverage) return null;
  const verdict = rangeVerdict(coverage);
  const applied = accuracy.baselines.filter((baseline) => baseline.applies);
  const beaten = applied.filter(
    (baseline) => compare(baseline.mase_ours, baseline.mase)?.outcome === "better",
  ).length;
  const good = verdict === "holds";
  const Icon = good ? CircleCheck : CircleAlert;
  return (
    <Card>
      <div className="flex items-start gap-3">
        <Icon
          size={20}
          aria-hidden="true"
          className={good ? "mt-0.5 shrink-0 text-success-text" : "mt-0.5 shrink-0 text-warning-text"}
        />
        <div className="selectable min-w-0">
          <h2 className="num text-lg font-semibold">
            {t("forecast.accuracy.verdict", {
              count: coverage.n,
              forecasts: format.number(coverage.n),
              rate: format.rate(coverage.rate),
            })}
          </h2>
          <p className="num mt-1 max-w-180 text-muted">
            {t(`forecast.accuracy.range.${verdict}`, {
              promised: format.rate(PROMISED),
              low: format.rate(coverage.low),
              high: format.rate(coverage.high),
            })}{" "}
            {applied.length > 0 &&
              t("forecast.accuracy.beaten", {
                count: applied.length,
                beaten: format.number(beaten),
                all: format.number(applied.length),
              })}
          </p>
        </div>
      </div>
    </Card>
  );
}
