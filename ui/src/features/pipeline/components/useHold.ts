/** The card in the user's hand: picked up by pointer or key, moved, dropped or given back. */
import { type KeyboardEvent, useEffect, useState } from "react";
import { type Board, findCard, type Slot } from "../model/board";
import { type Direction, type Hold, hasMoved, pickUp, step } from "../model/hold";

const ARROWS: Record<string, Direction> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
};

/** What a key of the page and a key of React have in common. */
type Key = Pick<KeyboardEvent, "key" | "preventDefault" | "stopPropagation">;

export type HoldNews = "picked" | "moved" | "dropped" | "cancelled";

interface Options {
  board: Board;
  onDrop: (id: string, to: Slot) => Promise<boolean>;
  onNews: (news: HoldNews, hold: Hold) => void;
  onFocus: (stage: string, id: string) => void;
}

export function useHold({ board, onDrop, onNews, onFocus }: Options) {
  const [hold, setHold] = useState<Hold | null>(null);

  // The drop reaches the board a moment later. Letting go before would show the card in its old place again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the board's change is the signal
  useEffect(() => {
    if (!hold?.dropped) return;
    if (hold.by === "keyboard") onFocus(hold.to.stage, hold.id);
    setHold(null);
  }, [board]);

  const take = (id: string, by: Hold["by"]) => {
    const next = pickUp(board, id, by);
    setHold(next);
    if (next) onNews("picked", next);
  };
  const aim = (to: Slot) =>
    setHold((old) =>
      old && !old.dropped && (old.to.stage !== to.stage || old.to.index !== to.index) ? { ...old, to } : old,
    );
  const cancel = () => {
    if (!hold) return;
    onNews("cancelled", hold);
    if (hold.by === "keyboard") onFocus(hold.from.stage, hold.id);
    setHold(null);
  };
  /** Lets go over the given place, or over the one aimed at. */
  const drop = async (to?: Slot) => {
    if (!hold) return;
    const last = { ...hold, to: to ?? hold.to };
    if (!hasMoved(last)) return cancel();
    setHold({ ...last, dropped: true });
    if (await onDrop(last.id, last.to)) onNews("dropped", last);
    else cancel();
  };

  const whileHeld = (event: Key, held: Hold) => {
    const direction = ARROWS[event.key];
    if (direction) {
      const next = step(board, held, direction);
      setHold(next);
      onFocus(next.to.stage, next.id);
      onNews("moved", next);
    } else if (event.key === " " || event.key === "Enter") drop();
    else if (event.key === "Escape") cancel();
    else if (event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
  };

  // A card that changes its column is drawn anew, and for a moment nothing has the focus. A key that is
  // pressed in that moment is for the card in the hand too.
  useEffect(() => {
    if (hold?.by !== "keyboard" || hold.dropped) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (document.activeElement === document.body) whileHeld(event, hold);
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  });

  const onCardKey = (event: KeyboardEvent, id: string) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (hold?.dropped) return;
    if (hold) return whileHeld(event, hold);
    const found = findCard(board, id);
    if (!found) return;
    const direction = ARROWS[event.key];
    if (event.key === " ") take(id, "keyboard");
    else if (direction) {
      const next = neighbourOf(board, found.slot, direction);
      const target = board.stages.find((column) => column.id === next.stage)?.results[next.index];
      if (target) onFocus(next.stage, target.id);
    } else return;
    event.preventDefault();
  };

  return { hold, take, aim, drop, cancel, onCardKey };
}

/** The next card for the focus; empty columns are stepped over. */
function neighbourOf(board: Board, slot: Slot, direction: Direction): Slot {
  const at = board.stages.findIndex((column) => column.id === slot.stage);
  const size = board.stages[at]?.results.length ?? 0;
  if (direction === "up") return { ...slot, index: Math.max(0, slot.index - 1) };
  if (direction === "down") return { ...slot, index: Math.min(size - 1, slot.index + 1) };
  const rest = direction === "right" ? board.stages.slice(at + 1) : board.stages.slice(0, at).reverse();
  const next = rest.find((column) => column.results.length > 0);
  return next ? { stage: next.id, index: Math.min(slot.index, next.results.length - 1) } : slot;
}
