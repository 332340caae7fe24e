/** One job: what it is, how far it is, and cancelling it. */
import { useRouter } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Job } from "@/shared/api/types";
import { Badge, type Tone } from "@/shared/components/Badge";
import { IconButton } from "@/shared/components/Button";
import { Progress } from "@/shared/components/States";
import { Time } from "@/shared/components/Time";
import { useFormat } from "@/shared/format/useFormat";
import { useActionText } from "@/shared/undo/useActionText";
import { useCancelJob } from "../api/jobs";

const TONES: Record<Job["status"], Tone> = {
  running: "accent",
  done: "success",
  failed: "danger",
  cancelled: "neutral",
};

export function JobRow({ job, onLeave }: { job: Job; onLeave: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const router = useRouter();
  const cancel = useCancelJob();
  const called = useActionText().job(job);
  const running = job.status === "running";
  const { link } = job;
  const open = () => {
    onLeave();
    if (link) router.history.push(link);
  };
  return (
    <li className="flex items-center gap-2 px-4 py-2">
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          {link ? (
            <button type="button" onClick={open} className="truncate font-medium hover:underline">
              {called}
            </button>
          ) : (
            <span className="truncate font-medium">{called}</span>
          )}
          <span className="ml-auto shrink-0">
            <Badge tone={TONES[job.status]}>{t(`enum.job_status.${job.status}`)}</Badge>
          </span>
        </div>
        {running ? (
          <>
            <div className="py-1.5">
              <Progress done={job.done} total={job.total ?? null} label={called} />
            </div>
            <p className="num text-xs text-muted">
              {job.total
                ? t("app.jobs.progress", { done: format.number(job.done), total: format.number(job.total) })
                : format.number(job.done)}
              {typeof job.eta_seconds === "number" &&
                ` · ${t("app.jobs.left", { time: format.seconds(job.eta_seconds) })}`}
            </p>
          </>
        ) : (
          <p className="truncate text-xs text-muted">
            {t(`enum.job_kind.${job.kind}`)} · <Time value={job.finished_at ?? job.started_at} />
            {job.message && ` · ${job.message}`}
          </p>
        )}
      </div>
      {running && (
        <IconButton label={t("app.jobs.cancel", { name: called })} onClick={() => cancel.mutate(job.id)}>
          <X size={14} />
        </IconButton>
      )}
    </li>
  );
}
