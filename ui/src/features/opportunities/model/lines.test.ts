import { describe, expect, it } from "vitest";
import { parseAmount } from "@/shared/format/numbers";
import { type Line, readLine, sumOf, toDrafts } from "./lines";

const typed = { product: "p", quantity: "", unitPrice: "", discount: "" };
const english = (text: string) => parseAmount("en", text);
const german = (text: string) => parseAmount("de", text);
const totalOf = (line: Partial<typeof typed>, places = 2) => {
  const read = readLine({ ...typed, ...line }, english, places);
  return read.ok ? read.line.total_price : read.problems;
};

describe("a product line", () => {
  it("is one of it without discount where nothing is typed", () => {
    expect(readLine(typed, english, 2)).toEqual({
      ok: true,
      line: {
        product: "p",
        description: null,
        quantity: "1",
        unit_price: null,
        discount_percentage: "0",
        total_price: null,
      },
    });
  });

  it("is read as the user writes numbers", () => {
    const read = readLine(
      { ...typed, quantity: "2,5", unitPrice: "1.234,50 €", discount: "10 %" },
      german,
      2,
    );
    expect(read.ok && read.line).toMatchObject({
      quantity: "2.5",
      unit_price: "1234.50",
      discount_percentage: "10",
      total_price: "2777.63",
    });
  });

  it("adds up to the cent as the server does", () => {
    expect(totalOf({ quantity: "2.5", unitPrice: "19.99", discount: "12.5" })).toBe("43.73");
    expect(totalOf({ quantity: "3", unitPrice: "500" }, 0)).toBe("1500");
    expect(totalOf({ unitPrice: "12.50", discount: "100" })).toBe("0.00");
  });

  it("says what cannot be saved, field by field", () => {
    expect(totalOf({ product: "" })).toEqual({ product: "required" });
    expect(totalOf({ quantity: "many", unitPrice: "-5" })).toEqual({
      quantity: "no_number",
      unitPrice: "negative",
    });
    expect(totalOf({ discount: "100.01" })).toEqual({ discount: "no_discount" });
    expect(totalOf({ quantity: "0.0001", unitPrice: "1.005" })).toEqual({
      quantity: { places: 3 },
      unitPrice: { places: 2 },
    });
  });

  it("takes superfluous zeros for none", () => {
    expect(totalOf({ unitPrice: "12.00" }, 0)).toBe("12");
    expect(totalOf({ unitPrice: "12.50" }, 0)).toEqual({ unitPrice: { places: 0 } });
  });

  it("keeps its description, which may stand without a product", () => {
    const old: Line = { description: "Setup", quantity: "1", discount_percentage: "0" };
    const read = readLine({ ...typed, product: null }, english, 2, old);
    expect(read.ok && read.line.description).toBe("Setup");
  });
});

describe("the lines of a deal", () => {
  const line = (total: string | null): Line => ({
    product: "p",
    quantity: "1",
    unit_price: total,
    discount_percentage: "0",
    total_price: total,
  });

  it("add up exactly, those without a price left out", () => {
    expect(sumOf([line("0.10"), line(null), line("0.20")], 2)).toBe("0.30");
    expect(sumOf([line(null)], 2)).toBeNull();
  });

  it("are sent without their totals", () =>
    expect(toDrafts([line("1.00")])[0]).not.toHaveProperty("total_price"));
});
