/** Creates a record of any kind from its definition. Leaving with changes asks first; saving twice saves once. */
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useMemo, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { callsOf } from "@/shared/api/collections";
import { ApiError, messageOf } from "@/shared/api/errors";
import { Button } from "@/shared/components/Button";
import { Dialog, DialogActions, DialogBody } from "@/shared/components/Dialog";
import { Field } from "@/shared/components/Field";
import { Kbd } from "@/shared/components/Kbd";
import { useFormat } from "@/shared/format/useFormat";
import { useStore } from "@/shared/hooks/store";
import { ViewerNote } from "@/shared/sync/ViewerNote";
import { useUndo } from "@/shared/undo/useUndo";
import { titleOf } from "../definition";
import { FieldInput } from "../fields/FieldInput";
import { definitions } from "../registry";
import { type CreateRequest, createRequest } from "./dialogs";
import { type FormValues, formSchema, toWireValues } from "./form";

export function CreateDialog() {
  const request = useStore(createRequest);
  return request && <CreateForm key={request.type} request={request} />;
}

function CreateForm({ request }: { request: CreateRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndo();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const def = definitions[request.type];
  const [asking, setAsking] = useState(false);
  const fields = useMemo(() => def.fields.filter((field) => field.create), [def]);
  const schema = useMemo(
    () => formSchema(fields, format.parseAmount, t("record.required"), t("record.not_a_number")),
    [fields, format, t],
  );
  const form = useForm<FormValues>({ resolver: zodResolver(schema), defaultValues: request.preset });
  const { errors, isDirty } = form.formState;

  const create = useMutation({
    mutationFn: (values: FormValues) =>
      callsOf(def.collection).create(toWireValues(fields, request.preset, values, format.parseAmount)),
    onSuccess: ({ data, changeSet }) => {
      createRequest.set(null);
      queryClient.invalidateQueries({ queryKey: [def.collection] });
      undo.announce(t("record.created", { name: titleOf(def, data) }), changeSet);
      if (request.onCreated) request.onCreated(data);
      else navigate({ to: def.path, params: { id: data.id } });
    },
    onError: (error) => {
      const named = error instanceof ApiError ? Object.entries(error.fields) : [];
      for (const [name, message] of named) form.setError(name, { message });
      if (named.length === 0) form.setError("root", { message: messageOf(error) });
    },
  });
  const save = form.handleSubmit((values) => {
    if (!create.isPending) create.mutate(values);
  });
  const close = () => (isDirty ? setAsking(true) : createRequest.set(null));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) save(event);
  };

  return (
    <Dialog open onClose={close} title={t(def.create)}>
      <form onSubmit={save} onKeyDown={onKeyDown} noValidate className="contents">
        <DialogBody>
          <ViewerNote className="mb-3 rounded-md px-3!" />
          <div className="grid grid-cols-2 gap-x-3 gap-y-3">
            {fields.map((field, index) => (
              <div
                key={field.key}
                className={
                  field.kind === "multiline" || (index === 0 && field.required) ? "col-span-2" : "min-w-0"
                }
              >
                <Field
                  id={`new-${field.key}`}
                  label={t(field.label)}
                  required={field.required}
                  error={errors[field.key]?.message as string | undefined}
                >
                  <Controller
                    control={form.control}
                    name={field.key}
                    render={({ field: { value, onChange } }) => (
                      <FieldInput
                        field={field}
                        id={`new-${field.key}`}
                        value={value}
                        onChange={onChange}
                        autoFocus={index === 0}
                        pipeline={request.preset.pipeline}
                        invalid={Boolean(errors[field.key])}
                      />
                    )}
                  />
                </Field>
              </div>
            ))}
          </div>
          {errors.root && (
            <p role="alert" className="mt-3 text-danger-text">
              {errors.root.message}
            </p>
          )}
        </DialogBody>
        <DialogActions>
          {asking ? (
            <>
              <span className="mr-auto text-muted">{t("record.discard_question")}</span>
              <Button onClick={() => setAsking(false)}>{t("record.keep_editing")}</Button>
              <Button variant="danger" onClick={() => createRequest.set(null)}>
                {t("record.discard")}
              </Button>
            </>
          ) : (
            <>
              <span className="mr-auto">
                <Kbd keys="mod+enter" />
              </span>
              <Button onClick={close}>{t("common.cancel")}</Button>
              <Button type="submit" variant="primary" busy={create.isPending}>
                {t("common.create")}
              </Button>
            </>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}
