/** What can be done with the selected rows. */
import { Pencil, Trash2, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/shared/components/Button";

interface BulkBarProps {
  count: number;
  onClear: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

export function BulkBar({ count, onClear, onEdit, onDelete }: BulkBarProps) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label={t("list.selection")}
      className="absolute inset-x-0 bottom-5 z-20 mx-auto flex w-fit animate-rise items-center gap-2 rounded-lg bg-raised p-1.5 pl-4 shadow-pop"
    >
      <span className="num font-medium" aria-live="polite">
        {t("list.selected", { count })}
      </span>
      <Button variant="ghost" icon={<Pencil size={14} />} onClick={onEdit}>
        {t("list.edit")}
      </Button>
      <Button variant="ghost" icon={<Trash2 size={14} />} onClick={onDelete} className="text-danger-text!">
        {t("common.delete")}
      </Button>
      <IconButton label={t("list.clear_selection")} shortcut="Esc" onClick={onClear}>
        <X size={14} />
      </IconButton>
    </div>
  );
}
