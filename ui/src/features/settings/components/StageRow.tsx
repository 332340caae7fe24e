/** One stage of a pipeline being edited. */
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/shared/components/Button";
import { Select } from "@/shared/components/Select";
import type { StageDraft } from "../model/draft";

const KINDS = ["open", "won", "lost"] as const;

/** Shared with the names over the columns. */
export const STAGE_COLUMNS =
  "grid grid-cols-[minmax(0,1fr)_112px_64px_72px_84px] gap-2 min-[1180px]:grid-cols-[minmax(0,1fr)_112px_88px_104px_96px]";

interface StageRowProps {
  stage: StageDraft;
  first: boolean;
  last: boolean;
  onChange: (part: Partial<StageDraft>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

function wholeNumber(text: string, most: number): number | null {
  const digits = text.replace(/\D/g, "");
  return digits === "" ? null : Math.min(most, Number(digits));
}

export function StageRow({ stage, first, last, onChange, onMove, onRemove }: StageRowProps) {
  const { t } = useTranslation();
  const { name } = stage;
  return (
    <div data-row={stage.key} className={`${STAGE_COLUMNS} items-center py-1`}>
      <input
        aria-label={t("settings.pipelines.stage_name")}
        className="field"
        value={name}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <Select
        label={t("settings.pipelines.kind_of", { name })}
        value={stage.kind}
        onChange={(kind) => onChange({ kind: kind as StageDraft["kind"] })}
        options={KINDS.map((value) => ({ value, label: t(`enum.stage_kind.${value}`) }))}
      />
      <input
        aria-label={t("settings.pipelines.probability_of", { name })}
        inputMode="numeric"
        className="field num text-right"
        value={stage.probability}
        onChange={(event) => onChange({ probability: wholeNumber(event.target.value, 100) ?? 0 })}
      />
      <input
        aria-label={t("settings.pipelines.stalled_of", { name })}
        inputMode="numeric"
        placeholder={t("settings.pipelines.never")}
        className="field num text-right"
        value={stage.stalled_after_days ?? ""}
        onChange={(event) => onChange({ stalled_after_days: wholeNumber(event.target.value, 3650) })}
      />
      <div className="flex justify-end">
        <IconButton
          label={t("settings.pipelines.move_up", { name })}
          disabled={first}
          data-move={-1}
          onClick={() => onMove(-1)}
          className="size-7!"
        >
          <ArrowUp size={14} />
        </IconButton>
        <IconButton
          label={t("settings.pipelines.move_down", { name })}
          disabled={last}
          data-move={1}
          onClick={() => onMove(1)}
          className="size-7!"
        >
          <ArrowDown size={14} />
        </IconButton>
        <IconButton
          label={t("settings.pipelines.remove_stage", { name })}
          data-remove
          onClick={onRemove}
          className="size-7!"
        >
          <Trash2 size={14} />
        </IconButton>
      </div>
    </div>
  );
}
