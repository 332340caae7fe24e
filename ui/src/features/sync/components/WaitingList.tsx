/** What was changed here and is not in the workspace yet. It goes there by itself. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { CloudUpload } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/components/States";
import { waitingQuery } from "../api/lists";
import { EditSummary } from "./EditSummary";
import { EntryList } from "./EntryList";

export function WaitingList() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(waitingQuery);
  const empty = (
    <EmptyState
      icon={<CloudUpload size={20} />}
      title={t("sync.waiting.empty_title")}
      text={t("sync.waiting.empty_text")}
    />
  );
  return (
    <EntryList list={list} label={t("sync.lists.waiting")} empty={empty}>
      {(edit) => (
        <div className="flex rounded-lg border bg-surface px-4 py-3 shadow-card">
          <EditSummary edit={edit} />
        </div>
      )}
    </EntryList>
  );
}
