/** The record that an entry is about, and the way to it where this version has a page for it. */
import { Link } from "@tanstack/react-router";
import { FileQuestion } from "lucide-react";
import { useTranslation } from "react-i18next";
import { definitionFor } from "@/shared/records/registry";
import type { SyncRecord } from "@/shared/sync/types";

export function RecordName({ record }: { record: SyncRecord }) {
  const { t } = useTranslation();
  const def = definitionFor(record.record_type);
  const title = record.title ?? t("sync.unknown_record");
  const Icon = def?.icon ?? FileQuestion;
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon size={14} aria-hidden="true" className="shrink-0 text-faint" />
      {def && record.title !== null ? (
        <Link
          to={def.path}
          params={{ id: record.record_id }}
          className="min-w-0 truncate rounded-sm font-medium hover:underline"
        >
          {title}
        </Link>
      ) : (
        <span className="min-w-0 truncate font-medium">{title}</span>
      )}
      <span className="shrink-0 text-xs text-muted">
        {def ? t(def.one) : record.record_type.replaceAll("_", " ")}
      </span>
    </span>
  );
}
