/** The product lines of a deal: reading what was typed, and what they add up to. No I/O. */
import type { components } from "@/shared/api/schema.gen";
import { fromScaled, scaled } from "@/shared/format/decimal";

export type Line = components["schemas"]["OpportunityLine"];

/** A line as its form holds it: text, in the user's own way of writing numbers. */
export interface TypedLine {
  product: string | null;
  quantity: string;
  unitPrice: string;
  discount: string;
}

export type Problem = "required" | "no_number" | "negative" | "no_discount" | { places: number };
export type Problems = Partial<Record<keyof TypedLine, Problem>>;
type Read = { ok: true; line: Line } | { ok: false; problems: Problems };

const QUANTITY_PLACES = 3;
const DISCOUNT_PLACES = 2;

function placesOf(amount: string): number {
  return (amount.split(".")[1] ?? "").replace(/0+$/, "").length;
}

function fewerPlaces(amount: string, places: number): string {
  const [whole = "0", fraction = ""] = amount.split(".");
  return places > 0 && fraction ? `${whole}.${fraction.slice(0, places)}` : whole;
}

/**
 * Reads a line; an empty quantity is one, an empty discount none, an empty price is not known yet.
 * `old` keeps what the form does not show.
 */
export function readLine(
  typed: TypedLine,
  parse: (text: string) => string | null,
  places: number,
  old?: Line,
): Read {
  const problems: Problems = {};
  const read = (name: "quantity" | "unitPrice" | "discount", most: number): string | null => {
    const text = typed[name].replace("%", "").trim();
    if (text === "") return null;
    const amount = parse(text);
    if (amount === null) problems[name] = "no_number";
    else if (amount.startsWith("-")) problems[name] = name === "discount" ? "no_discount" : "negative";
    else if (placesOf(amount) > most) problems[name] = { places: most };
    return amount && fewerPlaces(amount, most);
  };
  const quantity = read("quantity", QUANTITY_PLACES) ?? "1";
  const price = read("unitPrice", places);
  const discount = read("discount", DISCOUNT_PLACES) ?? "0";
  if (!typed.product && !old?.description) problems.product = "required";
  if (!problems.discount && scaled(discount, DISCOUNT_PLACES) > 10_000n) problems.discount = "no_discount";
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const line = {
    product: typed.product,
    description: old?.description ?? null,
    quantity,
    unit_price: price,
    discount_percentage: discount,
  };
  return { ok: true, line: { ...line, total_price: totalOf(line, places) } };
}

/** Quantity times price less discount, half a cent rounded up, as the server does it. */
function totalOf(line: Omit<Line, "total_price">, places: number): string | null {
  if (!line.unit_price) return null;
  const exact =
    scaled(line.unit_price, places) *
    scaled(line.quantity, QUANTITY_PLACES) *
    (10_000n - scaled(line.discount_percentage, DISCOUNT_PLACES));
  return fromScaled((exact + 5_000_000n) / 10_000_000n, places);
}

/** What lines with a price add up to; null where none has one. */
export function sumOf(lines: readonly Line[], places: number): string | null {
  const totals = lines.flatMap((line) => line.total_price ?? []);
  if (totals.length === 0) return null;
  return fromScaled(
    totals.reduce((sum, total) => sum + scaled(total, places), 0n),
    places,
  );
}

/** As the API takes them: without what it reckons itself. */
export function toDrafts(lines: readonly Line[]) {
  return lines.map(({ total_price: _, ...draft }) => draft);
}
