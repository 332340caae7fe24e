/** How to read the file: currency, dates, decimals, pipeline, and what to create along the way. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Switch } from "@/shared/components/Controls";
import { Field } from "@/shared/components/Field";
import { Select } from "@/shared/components/Select";
import { useFormat } from "@/shared/format/useFormat";
import { useDebounced } from "@/shared/hooks/useDebounced";
import { currencyOptions } from "@/shared/prefs/regions";
import { pipelinesQuery } from "@/shared/records/pipelines";
import type { Import } from "../api/imports";

type Options = Import["options"];

interface OptionsPanelProps {
  made: Import;
  onChange: (options: Partial<Options>) => void;
}

const NEW_PIPELINE = "new";

export function OptionsPanel({ made, onChange }: OptionsPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { options } = made;
  const pipelines = useQuery(pipelinesQuery);
  const deals = made.kind === "opportunities";
  const isNew = options.pipeline_name !== null && options.pipeline_name !== undefined;
  return (
    <section aria-label={t("import.options")} className="mt-6">
      <h3 className="mb-3 font-semibold">{t("import.options")}</h3>
      <div className="grid grid-cols-2 gap-4 min-[1100px]:grid-cols-4">
        {deals && (
          <Field
            id="import-pipeline"
            label={t("field.pipeline")}
            hint={isNew || options.pipeline ? undefined : t("import.automatic_pipeline_hint")}
          >
            <Select
              id="import-pipeline"
              label={t("field.pipeline")}
              value={isNew ? NEW_PIPELINE : (options.pipeline ?? "")}
              onChange={(value) =>
                onChange(
                  value === NEW_PIPELINE
                    ? { pipeline: null, pipeline_name: made.file_name.replace(/\.\w+$/, "") }
                    : { pipeline: value || null, pipeline_name: null },
                )
              }
              options={[
                { value: "", label: t("import.automatic_pipeline") },
                ...(pipelines.data ?? []).map((each) => ({ value: each.id, label: each.name })),
                { value: NEW_PIPELINE, label: t("import.new_pipeline") },
              ]}
            />
          </Field>
        )}
        {deals && isNew && (
          <PipelineName
            value={options.pipeline_name ?? ""}
            onChange={(pipeline_name) => onChange({ pipeline_name })}
          />
        )}
        <Field id="import-currency" label={t("field.currency")}>
          <Select
            id="import-currency"
            label={t("field.currency")}
            value={options.currency ?? format.baseCurrency}
            options={currencyOptions(format.locale)}
            onChange={(currency) => onChange({ currency })}
          />
        </Field>
        <Field id="import-dates" label={t("import.date_order")}>
          <Select
            id="import-dates"
            label={t("import.date_order")}
            value={options.date_order ?? made.detected.date_order}
            options={(["ymd", "dmy", "mdy"] as const).map((value) => ({
              value,
              label: t(`import.order.${value}`),
            }))}
            onChange={(value) => onChange({ date_order: value as Options["date_order"] })}
          />
        </Field>
        <Field id="import-decimal" label={t("import.decimal")}>
          <Select
            id="import-decimal"
            label={t("import.decimal")}
            value={options.decimal ?? made.detected.decimal}
            options={[
              { value: ".", label: "1,234.56" },
              { value: ",", label: "1.234,56" },
            ]}
            onChange={(value) => onChange({ decimal: value as Options["decimal"] })}
          />
        </Field>
      </div>
      <div className="mt-4 flex flex-col gap-3">
        <Toggle
          label={t("import.create_missing")}
          hint={t("import.create_missing_hint")}
          checked={options.create_missing ?? true}
          onChange={(create_missing) => onChange({ create_missing })}
        />
        <Toggle
          label={t("import.has_header")}
          checked={options.has_header ?? made.detected.has_header}
          onChange={(has_header) => onChange({ has_header })}
        />
      </div>
    </section>
  );
}

function Toggle({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string;
  hint?: string;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <div className="flex items-center gap-3">
      <Switch label={label} checked={checked} onChange={onChange} />
      <span className="font-medium">{label}</span>
      {hint && <span className="text-muted">{hint}</span>}
    </div>
  );
}

function PipelineName({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const late = useDebounced(text, 300);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a pause in typing sends the name
  useEffect(() => {
    if (late.trim() && late.trim() !== value) onChange(late.trim());
  }, [late]);
  return (
    <Field id="import-pipeline-name" label={t("import.pipeline_name")}>
      <input
        id="import-pipeline-name"
        className="field"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </Field>
  );
}
