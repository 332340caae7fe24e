/** One field on a record's page: reads as text, becomes its editor on click or Enter, saves when left. */
import clsx from "clsx";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AnyRecord, Opportunity } from "@/shared/api/types";
import { useFormat } from "@/shared/format/useFormat";
import { focusSoon } from "@/shared/hooks/focusSoon";
import { useUndo } from "@/shared/undo/useUndo";
import { type FieldDef, fieldValue, isEmpty } from "../definition";
import { FieldInput } from "./FieldInput";
import { FieldLink } from "./FieldLink";
import { FieldValue } from "./FieldValue";
import { isLinkKind } from "./links";
import { parseField } from "./parse";

interface InlineFieldProps {
  field: FieldDef;
  record: AnyRecord;
  onSave: (value: unknown) => void;
}

const PICKS_AT_ONCE = new Set(["choice", "stage", "date", "due"]);

export function InlineField({ field, record, onSave }: InlineFieldProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const label = t(field.label);
  const empty = isEmpty(field, record);
  const madeOf = field.madeOf?.(record);
  const leave = () => {
    setEditing(false);
    focusSoon(box.current, "[data-field]");
  };
  return (
    <div ref={box} className="group/field grid grid-cols-[118px_minmax(0,1fr)] items-start gap-2">
      <span className="truncate py-1.5 text-muted">{label}</span>
      {editing ? (
        <Editor field={field} record={record} onLeave={leave} onSave={onSave} />
      ) : field.readOnly || madeOf ? (
        <span
          data-field={field.key}
          className={clsx("min-w-0 px-2 py-1.5", empty && "text-faint")}
          title={madeOf && t(madeOf)}
        >
          {empty ? t("record.empty_field") : <FieldValue field={field} record={record} whole />}
        </span>
      ) : (
        <div className="flex min-w-0 items-start">
          <button
            type="button"
            data-field={field.key}
            onClick={() => setEditing(true)}
            className={clsx(
              "flex min-h-8 min-w-0 flex-1 items-center rounded-md px-2 py-1.5 text-left leading-5 hover:bg-hover",
              empty && "text-faint",
            )}
          >
            <span className="sr-only">{t("record.edit_field", { field: label })} </span>
            {empty ? t("record.empty_field") : <FieldValue field={field} record={record} whole />}
          </button>
          {!empty && <FieldLink field={field} record={record} />}
        </div>
      )}
    </div>
  );
}

interface EditorProps extends InlineFieldProps {
  onLeave: () => void;
}

function Editor({ field, record, onSave, onLeave }: EditorProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndo();
  const before = fieldValue(record, field.key) ?? null;
  const [value, setValue] = useState<unknown>(before);
  const left = useRef(false);

  const finish = (next: unknown) => {
    if (left.current) return;
    const parsed = parseField(field, next, format.parseAmount);
    if (!parsed.ok) {
      undo.fail(t("record.not_saved_yet"), new Error(t("record.not_a_number")));
      return;
    }
    left.current = true;
    if (field.required && parsed.value === null)
      undo.fail(t("record.save_failed"), new Error(t("record.required")));
    else if (JSON.stringify(parsed.value) !== JSON.stringify(before)) onSave(parsed.value);
    onLeave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      left.current = true;
      onLeave();
    } else if (
      event.key === "Enter" &&
      !event.defaultPrevented &&
      (field.kind !== "multiline" || event.metaKey || event.ctrlKey)
    ) {
      event.preventDefault();
      finish(value);
    }
  };
  const isPicker = PICKS_AT_ONCE.has(field.kind) || isLinkKind(field.kind);
  if (isPicker) {
    const close = () => {
      if (!left.current) onLeave();
    };
    return (
      <FieldInput
        field={field}
        id={`edit-${field.key}`}
        value={value}
        inline
        onChange={finish}
        onClose={close}
        pipeline={(record as Opportunity).pipeline}
      />
    );
  }
  const onBlur = (event: React.FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) finish(value);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to the keys of the input inside
    <div onKeyDown={onKeyDown} onBlur={onBlur}>
      <FieldInput field={field} id={`edit-${field.key}`} value={value} inline autoFocus onChange={setValue} />
    </div>
  );
}
