/** The value of a filter rule, edited by kind of field, and written out for the chip. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/shared/components/Controls";
import { DateField } from "@/shared/components/DateField";
import { useFormat } from "@/shared/format/useFormat";
import { useDebounced } from "@/shared/hooks/useDebounced";
import type { FieldDef } from "../definition";
import { LinkField } from "../fields/LinkField";
import { useLabels } from "../fields/labels";
import { isLinkKind, useLinkName } from "../fields/links";
import { pipelinesQuery } from "../pipelines";
import { type FilterRule, isDay } from "./filter";

type Value = FilterRule["value"];

interface FilterValueProps {
  field: FieldDef;
  rule: FilterRule;
  onChange: (value: Value) => void;
}

export function FilterValue({ field, rule, onChange }: FilterValueProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const pipelines = useQuery({ ...pipelinesQuery, enabled: field.kind === "stage" });
  const chosen = Array.isArray(rule.value) ? rule.value : [];

  if (field.kind === "choice" || field.kind === "stage") {
    const options =
      field.kind === "stage"
        ? [
            ...new Map(
              pipelines.data?.flatMap((each) => each.stages).map((stage) => [stage.slug, stage.name]),
            ),
          ]
        : (field.options ?? []).map((value) => [value, labels.choice(field.enumName ?? "", value)] as const);
    return (
      <div className="flex max-h-64 flex-col overflow-y-auto">
        {options.map(([value, label]) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
          <label key={value} className="flex h-8 items-center gap-2 rounded-md px-1 hover:bg-hover">
            <Checkbox
              label={label}
              checked={chosen.includes(value)}
              onChange={(on) => onChange(on ? [...chosen, value] : chosen.filter((other) => other !== value))}
            />
            {label}
          </label>
        ))}
      </div>
    );
  }
  const text = typeof rule.value === "string" || typeof rule.value === "number" ? String(rule.value) : "";
  if (isDay(field.kind)) {
    return (
      <DateField
        value={text || null}
        onChange={(date) => onChange(date ?? undefined)}
        label={t(field.label)}
      />
    );
  }
  if (isLinkKind(field.kind)) {
    return (
      <LinkField
        kind={field.kind}
        value={text || null}
        onChange={(id) => onChange(id ?? undefined)}
        label={t(field.label)}
      />
    );
  }
  return <TextValue field={field} value={text} onChange={onChange} />;
}

/** Applies while typing, after a pause, so that the rows follow without a button. */
function TextValue({
  field,
  value,
  onChange,
}: {
  field: FieldDef;
  value: string;
  onChange: (value: Value) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const numeric = field.kind === "money" || field.kind === "number" || field.kind === "percent";
  const [text, setText] = useState(value);
  const late = useDebounced(text, 250);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a pause in typing applies the text
  useEffect(() => {
    const plain = numeric ? (format.parseAmount(late) ?? "") : late.trim();
    if (plain !== value) onChange(plain || undefined);
  }, [late]);
  return (
    <input
      className="field"
      aria-label={t(field.label)}
      inputMode={numeric ? "decimal" : "text"}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  );
}

export function useValueText(field: FieldDef, rule: FilterRule): string {
  const format = useFormat();
  const labels = useLabels();
  const link = useLinkName(field.kind, typeof rule.value === "string" ? rule.value : null);
  const pipelines = useQuery({ ...pipelinesQuery, enabled: field.kind === "stage" });
  if (Array.isArray(rule.value)) {
    const stages = new Map(
      pipelines.data?.flatMap((each) => each.stages).map((stage) => [stage.slug, stage.name]),
    );
    return rule.value
      .map((value) => stages.get(value) ?? labels.choice(field.enumName ?? "", value))
      .join(", ");
  }
  const text = rule.value === undefined ? "" : String(rule.value);
  if (text === "" || isLinkKind(field.kind)) return link;
  if (isDay(field.kind)) return format.civil(text);
  if (field.kind === "money") return format.number(text);
  return text;
}
