/** How past forecasts did, from the verdict down to every single month. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/shared/analytics/Card";
import { PictureItems } from "@/shared/analytics/PictureItems";
import { ReliabilityChart } from "@/shared/charts/ReliabilityChart";
import { useFormat } from "@/shared/format/useFormat";
import type { Accuracy } from "../api/types";
import { isIdle } from "../model/accuracy";
import { Answer } from "./Answer";
import { Baselines } from "./Baselines";
import { Method } from "./Method";
import { PastForecasts, RecordedForecasts } from "./PastForecasts";
import { Verdict } from "./Verdict";

export function AccuracyBody({ accuracy }: { accuracy: Accuracy }) {
  const { t } = useTranslation();
  const format = useFormat();
  const bins = useMemo(
    () => accuracy.reliability.map((bin) => ({ ...bin, predicted: bin.mean_probability })),
    [accuracy],
  );
  const span = {
    from: format.month(accuracy.from ?? ""),
    until: format.month(accuracy.until ?? ""),
  };
  return (
    <div className="mx-auto flex w-full max-w-400 flex-col gap-4 p-5 pb-16 narrow:p-3">
      {isIdle(accuracy.months) ? (
        <Answer tone="neutral" title={t("forecast.accuracy.idle", span)}>
          {t("forecast.accuracy.idle_text")}
        </Answer>
      ) : (
        <>
          <Verdict accuracy={accuracy} />
          <div className="grid gap-4 min-[1400px]:grid-cols-[minmax(0,1.75fr)_minmax(0,1fr)]">
            <Baselines baselines={accuracy.baselines} />
            <Card>
              <ReliabilityChart
                title={t("forecast.accuracy.reliability")}
                menu={
                  <PictureItems
                    chart="reliability"
                    title={t("forecast.accuracy.reliability")}
                    scope={{ pipeline: accuracy.pipeline }}
                  />
                }
                subtitle={t("forecast.accuracy.reliability_hint")}
                bins={bins}
                empty={bins.length === 0 ? t("forecast.accuracy.no_deals") : undefined}
              />
            </Card>
          </div>
        </>
      )}
      <div className="grid gap-4 min-[1500px]:grid-cols-2">
        <PastForecasts accuracy={accuracy} />
        <RecordedForecasts accuracy={accuracy} />
      </div>
      <Method
        notes={[
          t("forecast.accuracy.notes.how", span),
          t("forecast.accuracy.notes.hand"),
          t("forecast.accuracy.notes.mase"),
          t("forecast.accuracy.notes.pinball"),
          t("forecast.accuracy.notes.brier"),
        ]}
        generatedAt={accuracy.generated_at}
      />
    </div>
  );
}
