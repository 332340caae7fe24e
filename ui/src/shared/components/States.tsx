/** What a screen shows when it is loading, empty or broken. */
import clsx from "clsx";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Button } from "./Button";

export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={clsx("block animate-shimmer rounded-sm bg-active", className)} />
  );
}

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  text: string;
  action?: ReactNode;
}

export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <div className="flex h-full min-h-60 flex-col items-center justify-center gap-1 px-6 text-center">
      {icon && (
        <span className="mb-3 flex size-11 items-center justify-center rounded-xl border bg-surface text-muted shadow-card">
          {icon}
        </span>
      )}
      <h2 className="text-md font-semibold">{title}</h2>
      <p className="max-w-90 text-muted">{text}</p>
      {action && <div className="mt-4">{action}</div>}
    </div>
  );
}

/** Says what failed and offers to try again; what was on screen before stays where it can. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div
      role="alert"
      className="flex h-full min-h-60 flex-col items-center justify-center gap-1 px-6 text-center"
    >
      <span className="mb-3 flex size-11 items-center justify-center rounded-xl bg-danger-soft text-danger-text">
        <TriangleAlert size={20} />
      </span>
      <h2 className="text-md font-semibold">{t("common.load_failed")}</h2>
      <p className="selectable max-w-100 text-muted">{messageOf(error)}</p>
      <Button className="mt-4" onClick={onRetry}>
        {t("common.try_again")}
      </Button>
    </div>
  );
}

export function Progress({ done, total, label }: { done: number; total: number | null; label: string }) {
  const share = total ? Math.min(100, (done / total) * 100) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total ?? undefined}
      aria-valuenow={total ? done : undefined}
      className="h-1.5 w-full overflow-hidden rounded-full bg-active"
    >
      <div
        className={clsx(
          "h-full rounded-full bg-accent transition-[width] duration-200",
          !total && "w-1/3 animate-shimmer",
        )}
        style={total ? { width: `${share}%` } : undefined}
      />
    </div>
  );
}
