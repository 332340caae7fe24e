/** Civil dates and instants as people read them. Civil dates have no zone; instants are shown in the user's. */

const DAY_MS = 86_400_000;

export function isCivil(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value);
}

/** Days since 1970 of a civil date; used for differences only. */
function dayNumber(civil: string): number {
  return Math.round(Date.parse(`${civil}T00:00:00Z`) / DAY_MS);
}

/** The clock of a zone at an instant, as two-digit parts. Taken apart, because engines join the parts differently. */
function clockOf(instant: Date, timeZone: string): Record<string, string> {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** The civil date that an instant falls on in a zone. */
export function civilOf(instant: Date, timeZone: string): string {
  const { year, month, day } = clockOf(instant, timeZone);
  return `${year}-${month}-${day}`;
}

export function addDays(civil: string, days: number): string {
  return new Date(Date.parse(`${civil}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from today to the date: negative in the past. */
export function daysFrom(today: string, civil: string): number {
  return dayNumber(civil) - dayNumber(today);
}

export function formatCivil(locale: string, civil: string, today: string): string {
  const sameYear = civil.slice(0, 4) === today.slice(0, 4);
  const options = { day: "numeric", month: "short", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(locale, sameYear ? options : { ...options, year: "numeric" }).format(
    new Date(`${civil}T00:00:00Z`),
  );
}

export function formatCivilLong(locale: string, civil: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(
    new Date(`${civil}T00:00:00Z`),
  );
}

export function formatInstant(locale: string, instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", timeZone }).format(
    new Date(instant),
  );
}

/** "today", "in 3 days", "yesterday"; the plain date when it is more than a week away. */
export function relativeCivil(locale: string, civil: string, today: string): string {
  const days = daysFrom(today, civil);
  if (Math.abs(days) > 7) return formatCivil(locale, civil, today);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", DAY_MS],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** "5 minutes ago"; the plain date when it is more than a week away. */
export function relativeInstant(locale: string, instant: string, now: Date, timeZone: string): string {
  const delta = Date.parse(instant) - now.getTime();
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  if (Math.abs(delta) > 7 * DAY_MS) {
    return formatCivil(locale, civilOf(new Date(instant), timeZone), civilOf(now, timeZone));
  }
  const step = STEPS.find(([, size]) => Math.abs(delta) >= size);
  return step ? format.format(Math.trunc(delta / step[1]), step[0]) : format.format(0, "second");
}

/** "2026-11" as "November 2026", or as "Nov" and, in January or where asked, with its year. */
export function formatMonth(locale: string, month: string, style: "long" | "short" | "year"): string {
  const withYear = style === "year" || month.endsWith("-01");
  const options: Intl.DateTimeFormatOptions =
    style === "long"
      ? { month: "long", year: "numeric" }
      : { month: "short", ...(withYear ? { year: "2-digit" } : {}) };
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

export function formatDays(locale: string, days: number): string {
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: "day",
    unitDisplay: "long",
    maximumFractionDigits: Math.abs(days) < 10 ? 1 : 0,
  }).format(days);
}

/** A rough duration for "time left": minutes above 90 seconds. */
export function formatSeconds(locale: string, seconds: number): string {
  const minutes = seconds > 90;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: minutes ? "minute" : "second",
    unitDisplay: "long",
  }).format(minutes ? Math.round(seconds / 60) : Math.max(1, Math.round(seconds)));
}

/** The UTC instant of a wall-clock time in a zone, for due dates with a time. */
export function instantAt(civil: string, hour: number, timeZone: string): string {
  const guess = Date.parse(`${civil}T${String(hour).padStart(2, "0")}:00:00Z`);
  const shown = clockOf(new Date(guess), timeZone);
  const there = Date.parse(
    `${shown.year}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}:${shown.second}Z`,
  );
  const offset = there - guess;
  return new Date(guess - offset).toISOString();
}
