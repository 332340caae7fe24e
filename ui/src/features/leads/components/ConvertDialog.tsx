/** Converts a lead: creates or links its company and contact, and opens a deal when wanted. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { answer, client } from "@/shared/api/client";
import { messageOf } from "@/shared/api/errors";
import type { Lead } from "@/shared/api/types";
import { Button } from "@/shared/components/Button";
import { Switch } from "@/shared/components/Controls";
import { Dialog, DialogActions, DialogBody } from "@/shared/components/Dialog";
import { Field } from "@/shared/components/Field";
import { useFormat } from "@/shared/format/useFormat";
import { LinkField } from "@/shared/records/fields/LinkField";
import { useUndo } from "@/shared/undo/useUndo";

export function ConvertDialog({ lead, onClose }: { lead: Lead; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndo();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [company, setCompany] = useState<string | null>(null);
  const [contact, setContact] = useState<string | null>(null);
  const [withDeal, setWithDeal] = useState(true);
  const [name, setName] = useState(lead.company_name || lead.name);
  const [amount, setAmount] = useState(lead.estimated_value ? format.number(lead.estimated_value) : "");

  const convert = useMutation({
    mutationFn: () => {
      const value = format.parseAmount(amount);
      return answer(
        client.POST("/api/leads/{id}/convert/", {
          params: { path: { id: lead.id } },
          body: {
            create_opportunity: withDeal,
            ...(company ? { company } : {}),
            ...(contact ? { contact } : {}),
            ...(withDeal ? { opportunity_name: name.trim() || lead.name } : {}),
            ...(withDeal && value ? { amount: value, currency: format.baseCurrency } : {}),
          },
        }),
      );
    },
    onSuccess: ({ data, changeSet }) => {
      queryClient.invalidateQueries();
      undo.announce(t("record.lead.converted", { name: lead.name }), changeSet);
      if (data.opportunity) navigate({ to: "/opportunities/$id", params: { id: data.opportunity.id } });
      else navigate({ to: "/contacts/$id", params: { id: data.contact.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!convert.isPending) convert.mutate();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t("record.lead.convert_title", { name: lead.name })}
      description={t("record.lead.convert_text")}
    >
      <form onSubmit={submit} className="contents">
        <DialogBody>
          <div className="grid grid-cols-2 gap-3">
            <Field
              id="convert-contact"
              label={t("field.contact")}
              hint={contact ? undefined : t("record.lead.new_contact", { name: lead.name })}
            >
              <LinkField
                kind="contact"
                id="convert-contact"
                label={t("field.contact")}
                value={contact}
                onChange={setContact}
              />
            </Field>
            <Field
              id="convert-company"
              label={t("field.company")}
              hint={
                company || !lead.company_name
                  ? undefined
                  : t("record.lead.new_company", { name: lead.company_name })
              }
            >
              <LinkField
                kind="company"
                id="convert-company"
                label={t("field.company")}
                value={company}
                onChange={setCompany}
              />
            </Field>
          </div>
          <div className="mt-4 flex items-center justify-between border-t pt-4">
            <span className="font-medium">{t("record.lead.with_deal")}</span>
            <Switch checked={withDeal} onChange={setWithDeal} label={t("record.lead.with_deal")} />
          </div>
          {withDeal && (
            <div className="mt-3 grid grid-cols-[2fr_1fr] gap-3">
              <Field id="convert-name" label={t("field.name")}>
                <input
                  id="convert-name"
                  className="field"
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
              </Field>
              <Field id="convert-amount" label={`${t("field.amount")} (${format.baseCurrency})`}>
                <input
                  id="convert-amount"
                  className="field num text-right"
                  inputMode="decimal"
                  value={amount}
                  onChange={(event) => setAmount(event.target.value)}
                />
              </Field>
            </div>
          )}
          {convert.isError && (
            <p role="alert" className="mt-3 text-danger-text">
              {messageOf(convert.error)}
            </p>
          )}
        </DialogBody>
        <DialogActions>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" variant="primary" busy={convert.isPending}>
            {t("record.lead.convert")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
