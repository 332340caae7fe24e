/** One filter chip, and the panel that edits its comparison and value. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Popover } from "@/shared/components/Popover";
import { Select } from "@/shared/components/Select";
import type { FieldDef } from "../definition";
import { useLabels } from "../fields/labels";
import { FilterValue, useValueText } from "./FilterValue";
import { type FilterOp, type FilterRule, isComplete, isDay, needsValue, opsFor } from "./filter";

interface FilterChipProps {
  field: FieldDef;
  rule: FilterRule;
  onChange: (rule: FilterRule) => void;
}

/** Dates read "from" and "until" where numbers read "at least" and "at most". */
function opName(field: FieldDef, op: FilterOp): string {
  return isDay(field.kind) && (op === "gte" || op === "lte") ? `day_${op}` : op;
}

export function FilterChip({ field, rule, onChange }: FilterChipProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const [open, setOpen] = useState(() => !isComplete(rule));
  const value = useValueText(field, rule);
  const op = labels.choice("filter_op", opName(field, rule.op));
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t("list.edit_filter", { field: t(field.label) })}
      className="w-72 p-3"
      trigger={
        <button type="button" className="flex h-7 items-center gap-1 rounded-md px-2 hover:bg-hover">
          <span className="font-medium">{t(field.label)}</span>
          <span className="text-muted">{op}</span>
          {needsValue(rule.op) && (
            <span className="max-w-60 truncate font-medium text-accent-text">{value || "…"}</span>
          )}
        </button>
      }
    >
      <div className="flex flex-col gap-2">
        <Select
          label={t("list.comparison")}
          value={rule.op}
          onChange={(next) => onChange({ ...rule, op: next as FilterOp, value: undefined })}
          options={opsFor(field.kind).map((each) => ({
            value: each,
            label: labels.choice("filter_op", opName(field, each)),
          }))}
        />
        {needsValue(rule.op) && (
          <FilterValue field={field} rule={rule} onChange={(next) => onChange({ ...rule, value: next })} />
        )}
      </div>
    </Popover>
  );
}
