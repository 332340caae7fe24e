/** One conflict: the record, the field, the value that holds and the other one, and one click to choose. */
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { Badge } from "@/shared/components/Badge";
import { Button } from "@/shared/components/Button";
import { Time } from "@/shared/components/Time";
import { useLabels } from "@/shared/records/fields/labels";
import { useShownValue } from "@/shared/records/fields/useShownValue";
import type { ConflictSide, SyncConflict } from "@/shared/sync/types";
import { type ConflictChoice, useSettleConflict } from "../api/settle";
import { RecordName } from "./RecordName";

export function ConflictCard({ conflict }: { conflict: SyncConflict }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const shown = useShownValue();
  const settle = useSettleConflict();
  const { kind, kept, other } = conflict;
  const field = labels.field(conflict.field);
  const currency = conflict.currency ?? null;
  const isDeleted = kind === "edit_of_deleted";
  const otherValue = shown(conflict.field, other.value, currency);
  const keptValue = isDeleted ? t("sync.conflicts.deleted") : shown(conflict.field, kept.value, currency);
  const choose = (choice: ConflictChoice, told: string) => settle.mutate({ id: conflict.id, choice, told });
  return (
    <article className="rounded-lg border bg-surface shadow-card">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 px-4 pt-3 pb-2">
        <RecordName record={conflict.record} />
        <span aria-hidden="true" className="text-faint">
          ·
        </span>
        <span className="font-medium">{field}</span>
      </header>
      <div className="grid grid-cols-2 gap-3 px-4 pb-4 max-[640px]:grid-cols-1">
        <Side value={keptValue} side={kept} holds>
          <Button
            aria-label={isDeleted ? undefined : t("sync.conflicts.keep_named", { value: keptValue })}
            onClick={() =>
              choose(
                "keep",
                isDeleted
                  ? t("sync.conflicts.stays_deleted")
                  : t("sync.conflicts.kept", { field, value: keptValue }),
              )
            }
          >
            {t(isDeleted ? "sync.conflicts.leave_deleted" : "sync.conflicts.keep")}
          </Button>
        </Side>
        <Side value={otherValue} side={other}>
          <Button
            aria-label={t(isDeleted ? "sync.conflicts.restore_named" : "sync.conflicts.use_named", {
              value: otherValue,
            })}
            onClick={() =>
              choose(
                "take_other",
                t(isDeleted ? "sync.conflicts.restored" : "sync.conflicts.used", {
                  field,
                  value: otherValue,
                }),
              )
            }
          >
            {t(isDeleted ? "sync.conflicts.restore" : "sync.conflicts.use")}
          </Button>
        </Side>
      </div>
    </article>
  );
}

interface SideProps {
  value: string;
  side: ConflictSide;
  holds?: boolean;
  children: React.ReactNode;
}

function Side({ value, side, holds, children }: SideProps) {
  const { t } = useTranslation();
  const you = t(side.is_here ? "sync.conflicts.you_here" : "sync.conflicts.you_elsewhere");
  return (
    <div
      className={clsx(
        "flex min-w-0 flex-col gap-2 rounded-md border p-3",
        holds ? "border-accent-line bg-accent-soft" : "border-dashed border-line-strong",
      )}
    >
      <div className="flex items-start justify-between gap-2">
        <p className="selectable num max-h-30 min-w-0 overflow-y-auto text-md font-medium break-words whitespace-pre-wrap">
          {value}
        </p>
        {holds && (
          <span className="shrink-0">
            <Badge tone="accent">{t("sync.conflicts.holds")}</Badge>
          </span>
        )}
      </div>
      <div className="mt-auto flex flex-wrap items-center justify-between gap-2">
        <p className="text-xs text-muted">
          {side.is_me ? you : side.by} · <Time value={side.at} />
        </p>
        {children}
      </div>
    </div>
  );
}
