/** Currencies and time zones to choose from, named in the user's language. */
import type { Option } from "@/shared/components/Select";

/** The currencies of daily trade first; any other that the system knows follows by name. */
const COMMON = [
  "EUR",
  "USD",
  "GBP",
  "CHF",
  "SEK",
  "NOK",
  "DKK",
  "PLN",
  "CZK",
  "CAD",
  "AUD",
  "JPY",
  "CNY",
  "INR",
  "BRL",
];

export function currencyOptions(locale: string): Option[] {
  const names = new Intl.DisplayNames(locale, { type: "currency" });
  return COMMON.map((code) => ({ value: code, label: `${code} – ${names.of(code) ?? code}` }));
}

export function timeZones(): string[] {
  return Intl.supportedValuesOf("timeZone");
}
