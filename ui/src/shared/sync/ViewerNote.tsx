/** Tells who may only read before they write something that the workspace will not take. */
import { Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { isReader, useSyncStatus } from "./status";

export function ViewerNote({ className = "" }: { className?: string }) {
  const { t } = useTranslation();
  const status = useSyncStatus();
  if (!isReader(status)) return null;
  return (
    <p
      role="note"
      className={`flex items-start gap-2 bg-warning-soft px-5 py-1.5 text-warning-text narrow:px-3 ${className}`}
    >
      <Eye size={14} aria-hidden="true" className="mt-0.75 shrink-0" />
      {t("sync.viewer_note", { workspace: status?.workspace?.name ?? "" })}
    </p>
  );
}
