/** How far this computer is in step, what is wrong and what to do about it. */
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Badge, type Tone } from "@/shared/components/Badge";
import { Button } from "@/shared/components/Button";
import { Progress } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { useNow } from "@/shared/hooks/useNow";
import { GlanceIcon } from "@/shared/sync/GlanceIcon";
import { GLANCE_TONES, glanceOf } from "@/shared/sync/glance";
import { useSyncNow } from "@/shared/sync/status";
import type { SyncProblem, SyncStatus } from "@/shared/sync/types";
import { useGlanceText } from "@/shared/sync/useGlanceText";
import { useProblemText } from "@/shared/sync/useProblemText";

const SIGN: Record<Tone, string> = {
  neutral: "bg-active text-muted",
  accent: "bg-accent-soft text-accent-text",
  success: "bg-success-soft text-success-text",
  warning: "bg-warning-soft text-warning-text",
  danger: "bg-danger-soft text-danger-text",
};

export function StatusCard({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  const text = useGlanceText();
  const now = useSyncNow();
  useNow(60_000);
  const glance = glanceOf(status);
  const { sentence, details } = text(glance, status);
  const { workspace, progress, problem } = status;
  const canSync = workspace && glance !== "signed_out" && glance !== "outdated";
  return (
    <section aria-label={t("sync.status")} className="rounded-xl border bg-surface p-5 shadow-card">
      <div className="flex flex-wrap items-start gap-4">
        <span
          className={clsx(
            "flex size-11 shrink-0 items-center justify-center rounded-xl",
            SIGN[GLANCE_TONES[glance]],
          )}
        >
          <GlanceIcon glance={glance} size={20} />
        </span>
        <div className="min-w-60 flex-1">
          <h2 className="text-md font-semibold">{sentence}</h2>
          <p className="num text-muted">{details.join(" ")}</p>
        </div>
        {canSync && (
          <Button icon={<RefreshCw size={14} />} busy={now.isPending} onClick={() => now.mutate()}>
            {t("sync.now")}
          </Button>
        )}
        {(glance === "signed_out" || !workspace) && (
          <Link
            to="/settings/$section"
            params={{ section: "sync" }}
            className="inline-flex h-control items-center rounded-md bg-accent px-3 font-medium text-accent-fg hover:bg-accent-hover"
          >
            {t(glance === "signed_out" ? "sync.sign_in" : "sync.connect")}
          </Link>
        )}
      </div>
      {glance === "fetching" && (
        <div className="mt-4">
          <Progress done={progress?.done ?? 0} total={progress?.total ?? null} label={t("sync.fetching")} />
        </div>
      )}
      {problem && glance !== "signed_out" && <Problem problem={problem} />}
      {/* What keeps it from syncing is the problem above; what else can go wrong is said here. */}
      {now.isError && !problem && (
        <p role="alert" className="mt-3 text-danger-text">
          {messageOf(now.error)}
        </p>
      )}
      {workspace && (
        <div className="mt-4 flex flex-wrap items-center gap-x-2 gap-y-1 border-t pt-3 text-muted">
          <span className="font-medium text-fg">{workspace.name}</span>
          <Badge>{t(`sync.role.${workspace.role as "member"}`)}</Badge>
          <span className="selectable min-w-0 truncate">{workspace.server}</span>
          <Link
            to="/settings/$section"
            params={{ section: "sync" }}
            className="ml-auto rounded-sm font-medium text-accent-text hover:underline"
          >
            {t("sync.manage")}
          </Link>
        </div>
      )}
    </section>
  );
}

function Problem({ problem }: { problem: SyncProblem }) {
  const { t } = useTranslation();
  const told = useProblemText();
  return (
    <div className="mt-4 rounded-lg bg-sunken px-4 py-3">
      <p className="selectable">{told(problem)}</p>
      <p className="num text-muted">
        {t("sync.kept")} {problem.next_try && <NextTry at={problem.next_try} />}
      </p>
    </div>
  );
}

function NextTry({ at }: { at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = (Date.parse(at) - useNow(1000)) / 1000;
  return seconds > 0 ? t("sync.next_try", { time: format.seconds(seconds) }) : t("sync.trying");
}
