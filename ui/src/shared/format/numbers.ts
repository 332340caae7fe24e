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
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    notation: "compact",
    maximumFractionDigits: 1,
    trailingZeroDisplay: "stripIfInteger",
  }).format(value);
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

/**
 * Reads what a person typed ("1.234,50", "1 234.5", "€1,234") as a plain decimal string.
 * The decimal mark is the locale's; null when it is not a number.
 */
export function parseAmount(locale: string, typed: string): string | null {
  const decimal =
    new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === "decimal")?.value ?? ".";
  const digits = typed.replace(/[^\d.,-]/g, "");
  const group = decimal === "," ? "." : ",";
  const groupLast = digits.lastIndexOf(group);
  // "12.5" typed under a comma locale means twelve and a half: a group mark is followed by three digits.
  const groupIsDecimal =
    !digits.includes(decimal) && groupLast >= 0 && !/^-?\d{1,3}([.,]\d{3})+$/.test(digits);
  const plain = groupIsDecimal
    ? digits.replace(group, ".")
    : digits.replaceAll(group, "").replace(decimal, ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : null;
}
