/** Gives one field of all selected records the same value, in one change that can be undone. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { callsOf } from "@/shared/api/collections";
import { messageOf } from "@/shared/api/errors";
import { Button } from "@/shared/components/Button";
import { Dialog, DialogActions, DialogBody } from "@/shared/components/Dialog";
import { Field } from "@/shared/components/Field";
import { Select } from "@/shared/components/Select";
import { useFormat } from "@/shared/format/useFormat";
import { useUndo } from "@/shared/undo/useUndo";
import { type FieldDef, fieldOf, type RecordDef } from "../definition";
import { FieldInput } from "../fields/FieldInput";
import { parseField } from "../fields/parse";

/** Names belong to one record each, and a stage is moved on the board, where a loss asks for its reason. */
function canBulkEdit(field: FieldDef): boolean {
  return !field.readOnly && !field.required && field.kind !== "stage" && field.key !== "first_name";
}

interface BulkEditDialogProps {
  def: RecordDef;
  ids: ReadonlySet<string>;
  onClose: () => void;
  onDone: () => void;
}

export function BulkEditDialog({ def, ids, onClose, onDone }: BulkEditDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndo();
  const queryClient = useQueryClient();
  const fields = def.fields.filter(canBulkEdit);
  const [key, setKey] = useState(fields[0]?.key ?? "");
  const [value, setValue] = useState<unknown>(null);
  const field = fieldOf(def, key);
  const parsed = field ? parseField(field, value, format.parseAmount) : null;

  const save = useMutation({
    mutationFn: (plain: unknown) => callsOf(def.collection).updateMany([...ids], { [key]: plain }),
    onSuccess: ({ changeSet }) => {
      queryClient.invalidateQueries({ queryKey: [def.collection] });
      undo.announce(t("record.changed_many", { count: ids.size }), changeSet);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed?.ok && !save.isPending) save.mutate(parsed.value);
  };

  return (
    <Dialog open onClose={onClose} title={t("list.edit_many", { count: ids.size })}>
      <form onSubmit={submit} className="contents">
        <DialogBody>
          <div className="grid grid-cols-2 gap-3">
            <Field id="bulk-field" label={t("list.which_field")}>
              <Select
                id="bulk-field"
                label={t("list.which_field")}
                value={key}
                onChange={(next) => {
                  setKey(next);
                  setValue(null);
                }}
                options={fields.map((each) => ({ value: each.key, label: t(each.label) }))}
              />
            </Field>
            {field && (
              <Field
                id="bulk-value"
                label={t("list.new_value")}
                error={parsed?.ok === false ? t("record.not_a_number") : undefined}
                hint={t("list.empty_clears")}
              >
                <FieldInput key={key} id="bulk-value" field={field} value={value} onChange={setValue} />
              </Field>
            )}
          </div>
          {save.isError && (
            <p role="alert" className="mt-3 text-danger-text">
              {messageOf(save.error)}
            </p>
          )}
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" variant="primary" disabled={!parsed?.ok} busy={save.isPending}>
            {t("common.save")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
