/** The record that an entry is about, and the way to it where this version has a page for it. */
import { Link } from "@tanstack/react-router";
import { Box } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useLabels } from "@/shared/records/fields/labels";
import { definitionFor } from "@/shared/records/registry";
import type { SyncRecord } from "@/shared/sync/types";

interface RecordNameProps {
  record: SyncRecord;
  /** What it is called, where it is not here. */
  title?: string | null;
}

export function RecordName({ record, title = record.title }: RecordNameProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const def = definitionFor(record.record_type);
  const Icon = def?.icon ?? Box;
  const kind = labels.choice("record_type", record.part ?? record.record_type);
  const name = title ?? t("sync.unknown_record");
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Icon size={14} aria-hidden="true" className="shrink-0 text-faint" />
      {def && record.title !== null ? (
        <Link
          to={def.path}
          params={{ id: record.record_id }}
          className="min-w-0 truncate rounded-sm font-medium hover:underline"
        >
          {name}
        </Link>
      ) : (
        <span className="min-w-0 truncate font-medium">{name}</span>
      )}
      <span className="shrink-0 text-muted">{kind}</span>
    </span>
  );
}
