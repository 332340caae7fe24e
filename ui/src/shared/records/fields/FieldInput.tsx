/** The control that edits one kind of field. Forms and inline editing use the same ones. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { DateField } from "@/shared/components/DateField";
import { Select } from "@/shared/components/Select";
import { civilOf, isCivil } from "@/shared/format/dates";
import { useFormat } from "@/shared/format/useFormat";
import type { FieldDef } from "../definition";
import { defaultPipeline, pipelinesQuery } from "../pipelines";
import { LinkField } from "./LinkField";
import { useLabels } from "./labels";
import { isLinkKind } from "./links";
import { TagsField } from "./TagsField";

export interface FieldInputProps {
  field: FieldDef;
  id: string;
  value: unknown;
  onChange: (value: unknown) => void;
  /** Inline editing opens pickers at once and wants to know when they close. */
  inline?: boolean;
  onClose?: () => void;
  invalid?: boolean;
  autoFocus?: boolean;
  /** For stages: the pipeline to choose from; the default one without it. */
  pipeline?: string | undefined;
}

const INPUT_TYPE: Partial<Record<FieldDef["kind"], string>> = { email: "email", phone: "tel", url: "url" };

export function FieldInput(props: FieldInputProps) {
  const { field, id, value, onChange, inline, onClose, invalid, autoFocus } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const labels = useLabels();
  const label = t(field.label);
  const text = value === null || value === undefined ? "" : String(value);
  const picker = { id, label, defaultOpen: inline ?? false, ...(onClose ? { onClose } : {}) };

  if (isLinkKind(field.kind)) {
    return <LinkField kind={field.kind} value={text || null} onChange={onChange} {...picker} />;
  }
  switch (field.kind) {
    case "choice":
      return (
        <Select
          id={id}
          label={label}
          value={text || null}
          defaultOpen={inline ?? false}
          onOpenChange={(open) => !open && onClose?.()}
          placeholder={t("common.choose")}
          onChange={onChange}
          options={choosable(field, value).map((each) => ({
            value: each,
            label: labels.choice(field.enumName ?? "", each),
          }))}
        />
      );
    case "stage":
      return <StageSelect {...props} />;
    case "date":
    case "due":
      return (
        <DateField
          value={text ? (isCivil(text) ? text : civilOf(new Date(text), format.zone)) : null}
          onChange={onChange}
          {...picker}
        />
      );
    case "tags":
      return (
        <TagsField
          id={id}
          label={label}
          value={Array.isArray(value) ? value : []}
          onChange={onChange}
          autoFocus={inline ?? false}
        />
      );
    case "multiline":
      return (
        <textarea
          id={id}
          aria-label={label}
          // biome-ignore lint/a11y/noAutofocus: opened by the user's own click on this field
          autoFocus={autoFocus}
          rows={inline ? 5 : 3}
          value={text}
          onChange={(event) => onChange(event.target.value)}
          className="field h-auto! resize-y py-1.5"
        />
      );
    default:
      return (
        <input
          id={id}
          aria-label={label}
          aria-invalid={invalid || undefined}
          aria-describedby={invalid ? `${id}-error` : undefined}
          type={INPUT_TYPE[field.kind] ?? "text"}
          inputMode={
            field.kind === "money" || field.kind === "number" || field.kind === "percent"
              ? "decimal"
              : undefined
          }
          // biome-ignore lint/a11y/noAutofocus: the first field of a dialog, or opened by the user's own click
          autoFocus={autoFocus}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.target.value)}
          className="field"
        />
      );
  }
}

function StageSelect({ field, id, value, onChange, inline, onClose, pipeline }: FieldInputProps) {
  const { t } = useTranslation();
  const pipelines = useQuery(pipelinesQuery);
  const chosen = pipelines.data?.find((each) => each.id === pipeline) ?? defaultPipeline(pipelines.data);
  return (
    <Select
      id={id}
      label={t(field.label)}
      value={(value as string | null) ?? chosen?.stages[0]?.slug ?? null}
      defaultOpen={inline ?? false}
      onOpenChange={(open) => !open && onClose?.()}
      placeholder={t("common.choose")}
      onChange={onChange}
      options={(chosen?.stages ?? []).map((stage) => ({ value: stage.slug, label: stage.name }))}
    />
  );
}

/** What can be chosen; a value that nobody chooses is there only where it holds. */
function choosable(field: FieldDef, value: unknown): readonly string[] {
  const { options = [], notChosen = [] } = field;
  return options.filter((option) => option === value || !notChosen.includes(option));
}
