/** What two people changed without knowing of each other, each with its choice. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { GitMergeConflict } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/components/States";
import { conflictsQuery } from "../api/lists";
import { ConflictCard } from "./ConflictCard";
import { EntryList } from "./EntryList";

export function ConflictList() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(conflictsQuery);
  const empty = (
    <EmptyState
      icon={<GitMergeConflict size={20} />}
      title={t("sync.conflicts.empty_title")}
      text={t("sync.conflicts.empty_text")}
    />
  );
  const isEmpty = list.data?.pages.every((page) => page.results.length === 0) ?? true;
  return (
    <>
      {!isEmpty && <p className="mb-3 text-muted">{t("sync.conflicts.intro")}</p>}
      <EntryList list={list} label={t("sync.lists.conflicts")} empty={empty}>
        {(conflict) => <ConflictCard conflict={conflict} />}
      </EntryList>
    </>
  );
}
