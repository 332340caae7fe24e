/** Exchange rates, dated: what one unit of another currency is worth in the base currency from a day on. */

import { useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Button, IconButton } from "@/shared/components/Button";
import { DateField } from "@/shared/components/DateField";
import { Select } from "@/shared/components/Select";
import { useFormat } from "@/shared/format/useFormat";
import { useKeptFocus } from "@/shared/hooks/useKeptFocus";
import { currencyOptions } from "@/shared/prefs/regions";
import { ratesQuery, useAddRate, useRemoveRate } from "../api/rates";

export function CurrenciesSection() {
  const keptFocus = useKeptFocus();
  const { t } = useTranslation();
  const format = useFormat();
  const base = format.baseCurrency;
  const rates = useQuery(ratesQuery(base));
  const remove = useRemoveRate();
  return (
    <>
      <p className="mb-4 text-muted">{t("settings.currencies.text", { base })}</p>
      <NewRate base={base} />
      {remove.error && (
        <p role="alert" className="mt-2 text-danger-text">
          {messageOf(remove.error)}
        </p>
      )}
      <ul ref={keptFocus} className="mt-5">
        {rates.data?.map((rate) => (
          <li key={rate.id} className="flex min-h-12 items-center gap-3 border-b py-2">
            <span className="num min-w-0 flex-1 truncate">
              <span className="font-medium">1 {rate.currency}</span> = {format.plain(rate.rate)} {base}
            </span>
            <span className="num text-muted">
              {t("settings.currencies.since", { day: format.civil(rate.day) })}
            </span>
            <IconButton
              label={t("settings.currencies.remove", {
                currency: rate.currency,
                day: format.civil(rate.day),
              })}
              onClick={() => remove.mutate(rate)}
            >
              <Trash2 size={14} />
            </IconButton>
          </li>
        ))}
      </ul>
      {rates.data?.length === 0 && <p className="text-faint">{t("settings.currencies.none")}</p>}
    </>
  );
}

function NewRate({ base }: { base: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const add = useAddRate(base);
  const options = currencyOptions(format.locale).filter((option) => option.value !== base);
  const [currency, setCurrency] = useState(options[0]?.value ?? "");
  const [typed, setTyped] = useState("");
  const [day, setDay] = useState(format.today());
  const rate = format.parseAmount(typed);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rate && !add.isPending) add.mutate({ currency, rate, day }, { onSuccess: () => setTyped("") });
  };
  return (
    <form onSubmit={submit}>
      <div className="flex flex-wrap items-center gap-2">
        <span aria-hidden="true">1</span>
        <div className="w-52">
          <Select
            label={t("settings.currencies.currency")}
            value={currency}
            options={options}
            onChange={setCurrency}
          />
        </div>
        <span aria-hidden="true">=</span>
        <input
          aria-label={t("settings.currencies.rate", { base })}
          inputMode="decimal"
          placeholder={format.plain("0.92")}
          className="field num w-28! text-right"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <span>{base}</span>
        <div className="w-40">
          <DateField
            label={t("settings.currencies.day")}
            value={day}
            onChange={(next) => setDay(next ?? format.today())}
          />
        </div>
        <Button type="submit" variant="primary" busy={add.isPending} disabled={!rate}>
          {t("settings.currencies.add")}
        </Button>
      </div>
      {add.error && (
        <p role="alert" className="mt-2 text-danger-text">
          {messageOf(add.error)}
        </p>
      )}
    </form>
  );
}
