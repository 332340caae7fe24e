/** Money and numbers as people of a locale write them. Amounts stay decimal strings: no float is made. */

type Decimal = Intl.StringNumericLiteral;

export function formatMoney(locale: string, amount: string, currency: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    trailingZeroDisplay: "stripIfInteger",
  }).format(amount as Decimal);
}

export function formatNumber(locale: string, value: number | string): string {
  return new Intl.NumberFormat(locale).format(value as Decimal);
}

export function formatPercent(locale: string, hundredths: number): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(
    hundredths / 100,
  );
}

/** A reckoned amount, such as an expected value: whole units from a hundred on, because cents would feign precision. */
export function formatAmount(locale: string, value: number, currency: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    maximumFractionDigits: Math.abs(value) >= 100 ? 0 : currencyPlaces(currency),
    trailingZeroDisplay: "stripIfInteger",
  }).format(value);
}

/** "€1.2M", for axes and where room is short. */
export function formatCompact(locale: string, value: number, currency: string): string {
  const to = (places: number) =>
    new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      notation: "compact",
      maximumFractionDigits: places,
      trailingZeroDisplay: "stripIfInteger",
    });
  // Where a locale has no short form, as German has none for thousands, a decimal place would feign precision.
  const isShort = to(1)
    .formatToParts(value)
    .some((part) => part.type === "compact");
  return to(isShort || Math.abs(value) < 1_000 ? 1 : 0).format(value);
}

/** A percentage from 0 to 100 that was measured: whole from 10 on, one place below. */
export function formatRate(locale: string, percent: number): string {
  return new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: Math.abs(percent) < 9.95 ? 1 : 0,
  }).format(percent / 100);
}

/** A plain number with at most so many decimal places. */
export function formatRounded(locale: string, value: number, places: number): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: places }).format(value);
}

/** For an input: the locale's decimal mark and no groups, so that it is read back as it was. */
export function formatPlain(locale: string, value: string): string {
  return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 }).format(
    value as Decimal,
  );
}

/** How many decimal places amounts of a currency have: two for EUR, none for JPY. */
export function currencyPlaces(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** Bytes in the largest unit that keeps the number readable. */
export function formatBytes(locale: string, bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[step],
    unitDisplay: "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}

const THOUSANDS: Record<string, number> = { k: 3, m: 6 };

/**
 * Reads what a person typed ("1.234,50", "1 234.5", "€1,234", "2.5k") as a plain decimal string; null when it is not a number:
 * nothing of it is left out. Of two marks the last one is the decimal mark, whatever the locale. A single one is the
 * locale's, except that "12.5" under a comma locale means twelve and a half: a group mark is followed by three digits.
 */
export function parseAmount(locale: string, typed: string): string | null {
  const bare = typed
    .trim()
    .replace(/^(-?)\s*(\p{Sc}|[A-Z]{3}\b)/u, "$1")
    .replace(/(\p{Sc}|\b[A-Z]{3}|%)$/u, "")
    .replace(/[\s'’]/g, "");
  const match = /^(-?)(\d[\d.,]*?|[.,]\d+)([km]?)$/i.exec(bare);
  if (!match) return null;
  const [, sign = "", digits = "", unit = ""] = match;
  const decimal = decimalMark(locale, digits);
  const [whole = "", fraction = "", ...rest] = decimal ? digits.split(decimal) : [digits];
  const isGrouped = /^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(whole);
  if (rest.length > 0 || /[.,]/.test(fraction) || (/[.,]/.test(whole) && !isGrouped)) return null;
  return sign + shifted(whole.replace(/[.,]/g, "") || "0", fraction, THOUSANDS[unit.toLowerCase()] ?? 0);
}

/** The mark before the fraction; null where the only one there is separates thousands. */
function decimalMark(locale: string, digits: string): "." | "," | null {
  const [dot, comma] = [digits.lastIndexOf("."), digits.lastIndexOf(",")];
  if (dot >= 0 && comma >= 0) return dot > comma ? "." : ",";
  const only = dot >= 0 ? "." : ",";
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  if (parts.find((part) => part.type === "decimal")?.value === only) return only;
  return /^\d{1,3}([.,]\d{3})+$/.test(digits) ? null : only;
}

/** Moves the decimal mark to the right. */
function shifted(whole: string, fraction: string, places: number): string {
  const moved = (whole + fraction.slice(0, places).padEnd(places, "0")).replace(/^0+(?=\d)/, "");
  const left = fraction.slice(places);
  return left ? `${moved}.${left}` : moved;
}
