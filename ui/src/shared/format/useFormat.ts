/** The formatters bound to the user's language, zone and currency. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "@/shared/prefs/settings";
import * as dates from "./dates";
import * as numbers from "./numbers";

/** The regional form of the chosen language, when the system speaks that language ("en-GB" for "en"). */
function regional(language: string): string {
  return navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
}

export function useFormat() {
  const { i18n } = useTranslation();
  const { time_zone: zone, base_currency: base } = useSettings();
  return useMemo(() => {
    const locale = regional(i18n.language);
    const today = () => dates.civilOf(new Date(), zone);
    return {
      locale,
      zone,
      baseCurrency: base,
      today,
      money: (amount: string, currency: string | null = null) =>
        numbers.formatMoney(locale, amount, currency ?? base),
      number: (value: number | string) => numbers.formatNumber(locale, value),
      plain: (value: string) => numbers.formatPlain(locale, value),
      amount: (value: number, currency: string) => numbers.formatAmount(locale, value, currency),
      compact: (value: number, currency: string) => numbers.formatCompact(locale, value, currency),
      rate: (percent: number) => numbers.formatRate(locale, percent),
      rounded: (value: number, places = 1) => numbers.formatRounded(locale, value, places),
      month: (month: string, style: "long" | "short" | "year" = "long") =>
        dates.formatMonth(locale, month, style),
      days: (value: number) => dates.formatDays(locale, value),
      percent: (value: number) => numbers.formatPercent(locale, value),
      bytes: (value: number) => numbers.formatBytes(locale, value),
      parseAmount: (typed: string) => numbers.parseAmount(locale, typed),
      civil: (date: string) => dates.formatCivil(locale, date, today()),
      civilLong: (date: string) => dates.formatCivilLong(locale, date),
      relativeCivil: (date: string) => dates.relativeCivil(locale, date, today()),
      instant: (instant: string) => dates.formatInstant(locale, instant, zone),
      relative: (instant: string) => dates.relativeInstant(locale, instant, new Date(), zone),
      seconds: (value: number) => dates.formatSeconds(locale, value),
      daysUntil: (date: string) => dates.daysFrom(today(), date),
      civilOf: (instant: string) => dates.civilOf(new Date(instant), zone),
      instantAt: (date: string, hour: number) => dates.instantAt(date, hour, zone),
    };
  }, [i18n.language, zone, base]);
}
