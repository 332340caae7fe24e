/** The test of past forecasts is at work: how far, and how long still. */
import { useTranslation } from "react-i18next";
import { Progress } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { useBacktestJob } from "../api/job";

export function BacktestWorking({ job: id }: { job: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const job = useBacktestJob(id);
  const total = job?.total ?? null;
  const done = job?.done ?? 0;
  return (
    <div className="mx-auto flex h-full min-h-60 w-full max-w-130 flex-col justify-center px-8">
      <h2 className="text-lg font-semibold">{t("forecast.accuracy.working")}</h2>
      <p className="mt-1 mb-5 text-muted">{t("forecast.accuracy.working_text")}</p>
      <Progress done={done} total={total} label={t("forecast.accuracy.working")} />
      <div className="num mt-2 flex min-h-5 justify-between text-muted" aria-live="polite">
        <span>
          {total !== null &&
            t("app.jobs.progress", { done: format.number(done), total: format.number(total) })}
        </span>
        <span>
          {typeof job?.eta_seconds === "number" &&
            t("app.jobs.left", { time: format.seconds(job.eta_seconds) })}
        </span>
      </div>
    </div>
  );
}
