/** The answer to "can I trust this?" in plain words, before any table. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import type { Accuracy } from "../api/types";
import { compare, PROMISED, rangeVerdict } from "../model/accuracy";
import { Answer } from "./Answer";

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
  return (
    <Answer
      tone={verdict === "holds" ? "good" : "caution"}
      title={t("forecast.accuracy.verdict", {
        count: coverage.n,
        forecasts: format.number(coverage.n),
        rate: format.rate(coverage.rate),
      })}
    >
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
    </Answer>
  );
}
