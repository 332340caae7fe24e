/** What a user should know about this profile and has nothing to do about. */
import { CopyCheck, FileWarning, type LucideIcon } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import type { SyncStatus } from "@/shared/sync/types";

export function Notes({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { was_copied: wasCopied, unfit } = status;
  return (
    <>
      {wasCopied && <Note icon={CopyCheck} title={t("sync.copied_title")} text={t("sync.copied_text")} />}
      {unfit > 0 && (
        <Note
          icon={FileWarning}
          title={t("sync.unfit_title", { count: unfit, shown: format.number(unfit) })}
          text={t("sync.unfit_text")}
        />
      )}
    </>
  );
}

function Note({ icon: Icon, title, text }: { icon: LucideIcon; title: string; text: string }) {
  return (
    <div role="note" className="flex gap-3 rounded-lg border bg-surface px-4 py-3">
      <Icon size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-warning-text" />
      <div>
        <p className="font-medium">{title}</p>
        <p className="text-muted">{text}</p>
      </div>
    </div>
  );
}
