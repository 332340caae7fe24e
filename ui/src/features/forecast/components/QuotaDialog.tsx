/** Sets what is to be won per month, for one month or several in a row. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Button } from "@/shared/components/Button";
import { Dialog, DialogActions, DialogBody } from "@/shared/components/Dialog";
import { Field } from "@/shared/components/Field";
import { Select } from "@/shared/components/Select";
import { useFormat } from "@/shared/format/useFormat";
import { quotasQuery } from "../api/forecast";
import { useSetQuotas } from "../api/quotas";
import { monthsFrom, plusMonths } from "../model/months";

interface QuotaDialogProps {
  pipeline: string;
  pipelineName: string;
  /** The months that the forecast shows. */
  first: string;
  months: number;
  onClose: () => void;
}

export function QuotaDialog({ pipeline, pipelineName, first, months, onClose }: QuotaDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const save = useSetQuotas();
  const [from, setFrom] = useState(first);
  const [until, setUntil] = useState(plusMonths(first, months - 1));
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const set =
    useQuery(quotasQuery({ pipeline, from: first, until: plusMonths(first, 11) })).data?.results ?? [];
  const known = set.find((quota) => quota.month === from && quota.currency === format.baseCurrency);
  const text = typed ?? (known ? format.plain(known.amount) : "");
  const options = monthsFrom(first, 12).map((month) => ({ value: month, label: format.month(month) }));
  const within = set.some((quota) => quota.month >= from && quota.month <= until);

  const put = (amount: string | null) =>
    save.mutate({ pipeline, from, until, amount }, { onSuccess: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const amount = format.parseAmount(text);
    if (amount === null || amount.startsWith("-")) setWrong(true);
    else put(amount);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("forecast.quota.title")}
      description={t("forecast.quota.text", { pipeline: pipelineName })}
    >
      <form onSubmit={submit} noValidate className="contents">
        <DialogBody>
          <div className="grid grid-cols-2 gap-3">
            <div className="col-span-2">
              <Field
                id="quota-amount"
                label={t("forecast.quota.amount", { currency: format.baseCurrency })}
                error={wrong ? t("record.not_a_number") : undefined}
              >
                <input
                  id="quota-amount"
                  className="field num"
                  inputMode="decimal"
                  autoComplete="off"
                  autoFocus
                  aria-invalid={wrong || undefined}
                  aria-describedby={wrong ? "quota-amount-error" : undefined}
                  value={text}
                  onChange={(event) => {
                    setTyped(event.target.value);
                    setWrong(false);
                  }}
                />
              </Field>
            </div>
            <Field id="quota-from" label={t("forecast.quota.from")}>
              <Select
                id="quota-from"
                label={t("forecast.quota.from")}
                value={from}
                options={options}
                onChange={(month) => {
                  setFrom(month);
                  if (month > until) setUntil(month);
                }}
              />
            </Field>
            <Field id="quota-until" label={t("forecast.quota.until")}>
              <Select
                id="quota-until"
                label={t("forecast.quota.until")}
                value={until}
                options={options.filter((option) => option.value >= from)}
                onChange={setUntil}
              />
            </Field>
          </div>
          {set.length > 0 && (
            <section aria-label={t("forecast.quota.so_far")} className="mt-4">
              <h3 className="text-xs font-medium text-muted">{t("forecast.quota.so_far")}</h3>
              <dl className="num mt-1 grid grid-cols-2 gap-x-8">
                {set.map((quota) => (
                  <div key={quota.month} className="flex justify-between gap-3 border-b py-1">
                    <dt className="text-muted">{format.month(quota.month)}</dt>
                    <dd>{format.money(quota.amount, quota.currency)}</dd>
                  </div>
                ))}
              </dl>
            </section>
          )}
          {save.isError && (
            <p role="alert" className="mt-3 text-danger-text">
              {messageOf(save.error)}
            </p>
          )}
        </DialogBody>
        <DialogActions>
          {within && (
            <Button variant="ghost" className="me-auto" disabled={save.isPending} onClick={() => put(null)}>
              {t("forecast.quota.remove")}
            </Button>
          )}
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {t("common.save")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
