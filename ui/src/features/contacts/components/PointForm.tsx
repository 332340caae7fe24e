/** Edits one further email or phone number of a contact. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/shared/components/Field";
import { PanelForm } from "@/shared/records/page/PanelForm";
import type { Point, PointKind, Problem } from "../model/points";

const KIND = {
  emails: { add: "record.point.add_email", name: "field.email", type: "email" },
  phones: { add: "record.point.add_phone", name: "field.phone", type: "tel" },
} as const;

interface PointFormProps {
  kind: PointKind;
  /** Absent for a new one. */
  point?: Point;
  check: (value: string) => Problem | null;
  onSave: (point: Point) => void;
  onCancel: () => void;
  onRemove?: () => void;
}

export function PointForm({ kind, point, check, onSave, onCancel, onRemove }: PointFormProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState(point?.value ?? "");
  const [label, setLabel] = useState(point?.label ?? "");
  const [problem, setProblem] = useState<Problem | null>(null);
  const { add, name, type } = KIND[kind];
  const save = () => {
    const found = check(value);
    setProblem(found);
    if (!found) onSave({ value: value.trim(), label: label.trim() || null, is_primary: false });
  };
  const text = problem === "required" ? t("record.required") : problem && t(`record.point.${problem}`);
  return (
    <PanelForm
      label={point ? t("record.edit_field", { field: point.value }) : t(add)}
      onSave={save}
      onCancel={onCancel}
      remove={onRemove && { label: t("common.remove_named", { name: point?.value }), run: onRemove }}
    >
      <Field id="point-value" label={t(name)} error={text ?? undefined}>
        <input
          id="point-value"
          type={type}
          // biome-ignore lint/a11y/noAutofocus: opened by the user's own click
          autoFocus
          autoComplete="off"
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem ? "point-value-error" : undefined}
          value={value}
          onChange={(event) => {
            setValue(event.target.value);
            setProblem(null);
          }}
          className="field"
        />
      </Field>
      <Field id="point-label" label={t("record.point.label")}>
        <input
          id="point-label"
          autoComplete="off"
          placeholder={t("record.point.label_hint")}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          className="field"
        />
      </Field>
    </PanelForm>
  );
}
