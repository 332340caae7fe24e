import { describe, expect, it } from "vitest";
import type { Opportunity } from "@/shared/api/types";
import { addDecimals } from "@/shared/format/decimal";
import { appendCards, type Board, type Column, findCard, moveCard, neighbours, placeAt } from "./board";
import { hasMoved, pickUp, step } from "./hold";

const card = (id: string, amount: string, currency = "EUR") =>
  ({ id, name: id, amount, currency }) as Opportunity;
const column = (id: string, cards: Opportunity[], total: string) =>
  ({
    id,
    slug: id,
    name: id,
    kind: "open",
    count: cards.length,
    total_amount: total,
    currency: "EUR",
    next: null,
    results: cards,
  }) as unknown as Column;
const board = (): Board =>
  ({
    stages: [
      column("new", [card("a", "10.50"), card("b", "1"), card("u", "7", "USD")], "11.50"),
      column("won", [card("c", "100.00")], "100.00"),
    ],
  }) as unknown as Board;
const ids = (value: Board, stage: string) =>
  value.stages.find((each) => each.id === stage)?.results.map((each) => each.id);

describe("moving a card", () => {
  it("puts it in its place and moves its amount between the headers, exactly", () => {
    const next = moveCard(board(), "a", { stage: "won", index: 1 });
    expect(ids(next, "new")).toEqual(["b", "u"]);
    expect(ids(next, "won")).toEqual(["c", "a"]);
    expect(next.stages.map((each) => [each.count, each.total_amount])).toEqual([
      [2, "1.00"],
      [2, "110.50"],
    ]);
    expect(findCard(next, "a")?.card.stage_name).toBe("won");
  });
  it("reorders inside a column without touching its header", () => {
    const next = moveCard(board(), "a", { stage: "new", index: 2 });
    expect(ids(next, "new")).toEqual(["b", "u", "a"]);
    expect(next.stages[0]?.total_amount).toBe("11.50");
  });
  it("does not add amounts of another currency", () => {
    expect(moveCard(board(), "u", { stage: "won", index: 0 }).stages[1]?.total_amount).toBe("100.00");
  });
  it("names the neighbours of the new place, without the card itself", () => {
    expect(neighbours(board(), "a", { stage: "new", index: 1 })).toEqual({ after: "b", before: "u" });
    expect(neighbours(board(), "a", { stage: "won", index: 0 })).toEqual({ before: "c" });
  });
  it("leaves the board alone when the card is unknown", () => {
    const value = board();
    expect(moveCard(value, "x", { stage: "won", index: 0 })).toBe(value);
  });
});

describe("holding a card by keyboard", () => {
  it("steps through places and columns, and stops at the edges", () => {
    const value = board();
    let hold = pickUp(value, "u", "keyboard");
    if (!hold) throw new Error("the card is on the board");
    hold = step(value, hold, "down");
    expect(hasMoved(hold)).toBe(false);
    hold = step(value, hold, "right");
    expect(hold.to).toEqual({ stage: "won", index: 1 });
    hold = step(value, step(value, hold, "right"), "up");
    expect(hold.to).toEqual({ stage: "won", index: 0 });
    expect(hasMoved(hold)).toBe(true);
  });
});

describe("a column", () => {
  it("takes further cards once, even when two pages overlap", () => {
    const next = appendCards(board(), "won", [card("c", "100"), card("d", "1")], "/more");
    expect(ids(next, "won")).toEqual(["c", "d"]);
    expect(next.stages[1]?.next).toBe("/more");
  });
  it("maps a height to a place", () => {
    expect([placeAt(-5, 100, 3), placeAt(149, 100, 3), placeAt(900, 100, 3)]).toEqual([0, 1, 3]);
  });
});

describe("decimals", () => {
  it.each([
    ["0.10", "0.20", "0.30"],
    ["1", "-2.5", "-1.5"],
    ["9007199254740993.01", "0.01", "9007199254740993.02"],
  ])("%s + %s = %s", (a, b, sum) => expect(addDecimals(a, b)).toBe(sum));
});
