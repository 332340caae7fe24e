/** What the workspace did not accept: it is kept here until somebody has dealt with it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleCheck, Download, RotateCw, X } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fileName, useSaveAnswer } from "@/shared/analytics/useSaveAnswer";
import { Button } from "@/shared/components/Button";
import { EmptyState } from "@/shared/components/States";
import type { RejectedEdit } from "@/shared/sync/types";
import { rejectedQuery } from "../api/lists";
import { useSettleRejected } from "../api/settle";
import { titleOf } from "../model/edits";
import { DismissDialog } from "./DismissDialog";
import { EditSummary } from "./EditSummary";
import { EntryList } from "./EntryList";

export function RejectedList() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(rejectedQuery);
  const save = useSaveAnswer();
  const settle = useSettleRejected();
  const [leaving, setLeaving] = useState<RejectedEdit | null>(null);
  const isEmpty = list.data?.pages.every((page) => page.results.length === 0) ?? true;
  const onExport = () => save("/api/sync/rejected/export/", {}, fileName(t("sync.lists.rejected"), "json"));
  const empty = (
    <EmptyState
      icon={<CircleCheck size={20} />}
      title={t("sync.rejected.empty_title")}
      text={t("sync.rejected.empty_text")}
    />
  );
  const name = (edit: RejectedEdit) => titleOf(edit) ?? t("sync.unknown_record");
  return (
    <>
      {!isEmpty && (
        <div className="mb-3 flex items-center gap-3">
          <p className="flex-1 text-muted">{t("sync.rejected.intro")}</p>
          <Button icon={<Download size={14} />} onClick={onExport}>
            {t("sync.rejected.export")}
          </Button>
        </div>
      )}
      <EntryList list={list} label={t("sync.lists.rejected")} empty={empty}>
        {(edit) => (
          <article className="rounded-lg border bg-surface px-4 py-3 shadow-card">
            <EditSummary edit={edit} />
            <div className="mt-3 flex flex-wrap items-center gap-2 border-t pt-3">
              <Reason edit={edit} />
              <Button
                icon={<RotateCw size={14} />}
                aria-label={t("sync.rejected.retry_named", { name: name(edit) })}
                onClick={() =>
                  settle.mutate({
                    id: edit.id,
                    choice: "retry",
                    told: t("sync.rejected.retried", { name: name(edit) }),
                  })
                }
              >
                {t("sync.rejected.retry")}
              </Button>
              <Button
                variant="ghost"
                icon={<X size={14} />}
                aria-label={t("sync.rejected.dismiss_named", { name: name(edit) })}
                onClick={() => setLeaving(edit)}
              >
                {t("sync.rejected.dismiss")}
              </Button>
            </div>
          </article>
        )}
      </EntryList>
      {leaving && (
        <DismissDialog
          onExport={onExport}
          onClose={() => setLeaving(null)}
          onDismiss={() => {
            settle.mutate({ id: leaving.id, choice: "dismiss", told: t("sync.rejected.dismissed") });
            setLeaving(null);
          }}
        />
      )}
    </>
  );
}

function Reason({ edit }: { edit: RejectedEdit }) {
  const { t } = useTranslation();
  const known = (["forbidden", "void"] as const).find((reason) => reason === edit.reason);
  return (
    <p className="selectable min-w-60 flex-1 text-warning-text">
      {known ? t(`sync.rejected.reason_${known}`) : edit.message}
    </p>
  );
}
