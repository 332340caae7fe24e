/** The board as data: finding a card, moving it, and what a column's header says after that. No I/O. */
import type { components } from "@/shared/api/schema.gen";
import type { Opportunity } from "@/shared/api/types";
import { addDecimals, negate } from "@/shared/format/decimal";

export type Board = components["schemas"]["Board"];
export type Column = Board["stages"][number];

/** Where a card stands or would land: its column, and its place among the column's other cards. */
export interface Slot {
  stage: string;
  index: number;
}

export function findCard(board: Board, id: string): { card: Opportunity; slot: Slot } | null {
  for (const column of board.stages) {
    const index = column.results.findIndex((card) => card.id === id);
    const card = column.results[index];
    if (card) return { card, slot: { stage: column.id, index } };
  }
  return null;
}

function counted(column: Column, card: Opportunity, sign: 1 | -1): Column {
  // Amounts in other currencies have their own totals; the server sends those again after the move.
  const here = card.currency === column.currency && card.amount;
  const amount = here ? (sign === 1 ? here : negate(here)) : "0";
  return { ...column, count: column.count + sign, total_amount: addDecimals(column.total_amount, amount) };
}

/** The board with the card in its new place and both headers adjusted; the same board if it does not move. */
export function moveCard(board: Board, id: string, to: Slot): Board {
  const found = findCard(board, id);
  const target = board.stages.find((column) => column.id === to.stage);
  if (!found || !target) return board;
  const { card, slot } = found;
  const same = slot.stage === to.stage;
  if (same && slot.index === to.index) return board;
  const moved: Opportunity = same
    ? card
    : { ...card, stage: target.slug, stage_name: target.name, stage_kind: target.kind, is_stalled: false };
  const stages = board.stages.map((column) => {
    if (column.id !== slot.stage && column.id !== to.stage) return column;
    const results = column.results.filter((other) => other.id !== id);
    if (column.id === to.stage) results.splice(to.index, 0, moved);
    const next = { ...column, results };
    if (same) return next;
    return counted(next, card, column.id === to.stage ? 1 : -1);
  });
  return { ...board, stages };
}

/** The cards between which the slot lies, as the server wants them named. */
export function neighbours(board: Board, id: string, slot: Slot): { before?: string; after?: string } {
  const column = board.stages.find((each) => each.id === slot.stage);
  const others = column?.results.filter((card) => card.id !== id) ?? [];
  const after = others[slot.index - 1]?.id;
  const before = others[slot.index]?.id;
  return { ...(before ? { before } : {}), ...(after ? { after } : {}) };
}

/** How many places a column offers to a card: one more than the other cards it holds. */
export function lastPlace(column: Column, id: string): number {
  return column.results.filter((card) => card.id !== id).length;
}

/** The place a pointer at this height means, between cards of one height. */
export function placeAt(offset: number, pitch: number, last: number): number {
  return Math.max(0, Math.min(last, Math.floor(offset / pitch)));
}

export function appendCards(
  board: Board,
  stage: string,
  more: readonly Opportunity[],
  next: string | null,
): Board {
  return {
    ...board,
    stages: board.stages.map((column) => {
      if (column.id !== stage) return column;
      const known = new Set(column.results.map((card) => card.id));
      return { ...column, next, results: [...column.results, ...more.filter((card) => !known.has(card.id))] };
    }),
  };
}
