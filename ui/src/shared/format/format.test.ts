import { describe, expect, it } from "vitest";
import {
  civilOf,
  daysFrom,
  formatDays,
  formatMonth,
  instantAt,
  relativeCivil,
  relativeInstant,
} from "./dates";
import { formatAmount, formatCompact, formatMoney, formatPlain, formatRate, parseAmount } from "./numbers";

describe("money", () => {
  it("keeps amounts exact that a float would round", () => {
    expect(formatMoney("en-US", "9007199254740993.01", "USD")).toBe("$9,007,199,254,740,993.01");
  });
  it("drops only zero cents", () => {
    expect(formatMoney("en-US", "1054.00", "USD")).toBe("$1,054");
    expect(formatMoney("en-US", "1054.50", "USD")).toBe("$1,054.50");
  });
});

describe("typed amounts", () => {
  it.each([
    ["en", "1,234.50", "1234.50"],
    ["en", "€ 1,234", "1234"],
    ["de", "1.234,50", "1234.50"],
    ["de", "12.5", "12.5"],
    ["de", "1.234", "1234"],
    ["en", "12,5", "12.5"],
    ["en", "12.345,67", "12345.67"],
    ["de", "1,234,567.89", "1234567.89"],
    ["en", "1,234,567", "1234567"],
    ["en", "2k", "2000"],
    ["de", "2,5 k", "2500"],
    ["en", "$1.2345M", "1234500"],
    ["en", "CHF 1'234.50", "1234.50"],
    ["de", "12 EUR", "12"],
    ["en", "-€5", "-5"],
    ["en", ".5", "0.5"],
    ["en", "50 %", "50"],
  ])("reads %s %s as %s", (locale, typed, plain) => expect(parseAmount(locale, typed)).toBe(plain));
  it.each(["en", "de"])("reads back in %s what it put into an input", (locale) => {
    for (const value of ["0.125", "1234.5", "1234567.89", "3"])
      expect(parseAmount(locale, formatPlain(locale, value))).toBe(value);
  });
  it.each(["soon", "5 thousand", "12a", "1.2.3", "1,23,4", "12.345.67", "--1", "1-2", "", "€", ",", "12k3"])(
    "refuses %s, which is not a number",
    (typed) => expect(parseAmount("en", typed)).toBeNull(),
  );
});

describe("dates", () => {
  it("puts an instant on the civil day of the user's zone", () => {
    expect(civilOf(new Date("2026-11-22T23:30:00Z"), "Europe/Berlin")).toBe("2026-11-23");
  });
  it("counts days across a daylight saving change", () => {
    expect(daysFrom("2026-10-24", "2026-10-26")).toBe(2);
  });
  it("says today, tomorrow and then the date", () => {
    expect(relativeCivil("en", "2026-11-23", "2026-11-23")).toBe("today");
    expect(relativeCivil("de", "2026-11-24", "2026-11-23")).toBe("morgen");
    expect(relativeCivil("en-US", "2026-12-24", "2026-11-23")).toBe("Dec 24");
  });
  it("rounds towards now, so that 119 minutes is one hour", () => {
    const now = new Date("2026-11-23T12:00:00Z");
    expect(relativeInstant("en", "2026-11-23T10:01:00Z", now, "UTC")).toBe("1 hour ago");
  });
  it("finds the instant of a local hour on both sides of daylight saving", () => {
    expect(instantAt("2026-07-01", 9, "Europe/Berlin")).toBe("2026-07-01T07:00:00.000Z");
    expect(instantAt("2026-12-01", 9, "Europe/Berlin")).toBe("2026-12-01T08:00:00.000Z");
  });
});

describe("reckoned figures", () => {
  it("show no cents where those would feign precision", () => {
    expect(formatAmount("en-US", 84210.57, "EUR")).toBe("€84,211");
    expect(formatAmount("en-US", 12.5, "EUR")).toBe("€12.50");
  });
  it("are short on axes", () => {
    expect(formatCompact("en-US", 1_250_000, "EUR")).toBe("€1.3M");
    expect(formatCompact("en-US", 0, "EUR")).toBe("€0");
    expect(formatCompact("de-DE", 234_823.3, "EUR").replace(/\s/g, " ")).toBe("234.823 €");
  });
  it("are percentages of a hundred", () => {
    expect([formatRate("en", 63.15), formatRate("en", 4.25), formatRate("en", 9.97)]).toEqual([
      "63%",
      "4.3%",
      "10%",
    ]);
  });
  it("name months, with the year where it changes", () => {
    expect(formatMonth("en-US", "2026-11", "long")).toBe("November 2026");
    expect([formatMonth("en-US", "2026-11", "short"), formatMonth("en-US", "2027-01", "short")]).toEqual([
      "Nov",
      "Jan 27",
    ]);
  });
  it("count days in words", () => expect(formatDays("de", 41.6)).toBe("42 Tage"));
});
