/** The activity centre: everything that runs or ran, with progress and cancel, behind one button. */
import { Activity } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Popover } from "@/shared/components/Popover";
import { useJobs } from "../api/jobs";
import { JobRow } from "./JobRow";

export function JobsButton() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const jobs = useJobs().data ?? [];
  const running = jobs.filter((job) => job.status === "running");
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t("app.jobs.title")}
      side="right"
      align="end"
      className="w-92"
      trigger={
        <button
          type="button"
          className="group flex h-8 items-center gap-2.5 rounded-md px-2 font-medium text-muted hover:bg-active hover:text-fg"
        >
          <Activity
            size={16}
            className={running.length > 0 ? "animate-shimmer text-accent-text" : "text-faint"}
          />
          <span className="narrow:sr-only">{t("app.jobs.title")}</span>
          {running.length > 0 && (
            <span className="num ml-auto rounded-full narrow:hidden bg-accent px-1.5 text-xs leading-4 text-accent-fg">
              <span className="sr-only">{t("app.jobs.running")} </span>
              {running.length}
            </span>
          )}
        </button>
      }
    >
      <h2 className="border-b px-4 py-2.5 font-semibold">{t("app.jobs.title")}</h2>
      {jobs.length === 0 ? (
        <p className="px-4 py-8 text-center text-muted">{t("app.jobs.none")}</p>
      ) : (
        <ul className="max-h-96 overflow-y-auto py-1">
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} onLeave={() => setOpen(false)} />
          ))}
        </ul>
      )}
    </Popover>
  );
}
