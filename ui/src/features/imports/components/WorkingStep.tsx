/** A check or an import that is running: how far, how long still, and stopping it. */
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { Progress } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { type Import, useImportJob, useImportStep } from "../api/imports";

export function WorkingStep({ made }: { made: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const job = useImportJob(made.job);
  const step = useImportStep(made.id);
  const total = job?.total ?? made.detected.row_count;
  const done = job?.done ?? 0;
  const title = t(made.status === "running" ? "import.running" : "import.checking");
  return (
    <div className="mx-auto flex w-full max-w-130 flex-1 flex-col justify-center px-8">
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mt-1 mb-5 text-muted">
        {t(made.status === "running" ? "import.running_text" : "import.checking_text")}
      </p>
      <Progress done={done} total={total} label={title} />
      <div className="num mt-2 flex justify-between text-muted" aria-live="polite">
        <span>{t("app.jobs.progress", { done: format.number(done), total: format.number(total) })}</span>
        <span>
          {typeof job?.eta_seconds === "number" &&
            t("app.jobs.left", { time: format.seconds(job.eta_seconds) })}
        </span>
      </div>
      <Button className="mt-6 self-start" busy={step.isPending} onClick={() => step.mutate("cancel")}>
        {t("common.cancel")}
      </Button>
    </div>
  );
}
