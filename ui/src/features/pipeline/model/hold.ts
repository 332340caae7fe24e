/** A card held by pointer or keyboard: where it came from and where it would land. No I/O. */
import { type Board, findCard, lastPlace, type Slot } from "./board";

export interface Hold {
  id: string;
  from: Slot;
  to: Slot;
  by: "pointer" | "keyboard";
  /** Let go, but the board does not show it yet. */
  dropped?: boolean;
}

export function pickUp(board: Board, id: string, by: Hold["by"]): Hold | null {
  const found = findCard(board, id);
  return found && { id, from: found.slot, to: found.slot, by };
}

export type Direction = "up" | "down" | "left" | "right";

/** Moves the landing place one step. Left and right keep the height as far as the next column allows. */
export function step(board: Board, hold: Hold, direction: Direction): Hold {
  const at = board.stages.findIndex((column) => column.id === hold.to.stage);
  const column = board.stages[at];
  if (!column) return hold;
  if (direction === "up" || direction === "down") {
    const index = hold.to.index + (direction === "down" ? 1 : -1);
    const last = lastPlace(column, hold.id);
    return { ...hold, to: { ...hold.to, index: Math.max(0, Math.min(last, index)) } };
  }
  const next = board.stages[at + (direction === "right" ? 1 : -1)];
  if (!next) return hold;
  return { ...hold, to: { stage: next.id, index: Math.min(hold.to.index, lastPlace(next, hold.id)) } };
}

export function hasMoved({ from, to }: Hold): boolean {
  return from.stage !== to.stage || from.index !== to.index;
}
