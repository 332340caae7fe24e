/** The board: columns side by side, cards moved by pointer or keyboard, every step read out. */
import {
  DndContext,
  type DragEndEvent,
  type DragMoveEvent,
  DragOverlay,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "@/shared/prefs/settings";
import type { BoardScope } from "../api/board";
import { useMoveCard } from "../api/moves";
import { type Board as BoardData, findCard, lastPlace, moveCard, placeAt, type Slot } from "../model/board";
import { BoardColumn, CARD_HEIGHT, GAP } from "./BoardColumn";
import { CardFace } from "./CardFace";
import { useHold } from "./useHold";

/** Half the gap between columns belongs to each of them. */
const REACH = 16;

interface BoardProps {
  board: BoardData;
  scope: BoardScope;
}

export interface FocusWish {
  stage: string;
  id: string;
  turn: number;
}

export function Board({ board, scope }: BoardProps) {
  const { t } = useTranslation();
  const { density } = useSettings();
  const [news, setNews] = useState("");
  const [wish, setWish] = useState<FocusWish | null>(null);
  const pointer = useRef({ x: 0, y: 0 });
  const lists = useRef(new Map<string, HTMLElement>());
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const move = useMoveCard(scope);

  const holding = useHold({
    board,
    onDrop: move,
    onFocus: (stage, id) => setWish((old) => ({ stage, id, turn: (old?.turn ?? 0) + 1 })),
    onNews: (what, { id, to }) => {
      const column = board.stages.find((each) => each.id === to.stage);
      const name = findCard(board, id)?.card.name ?? "";
      setNews(t(`pipeline.news.${what}`, { name, stage: column?.name ?? "", place: to.index + 1 }));
    },
  });
  const { hold } = holding;
  const shown = useMemo(() => (hold ? moveCard(board, hold.id, hold.to) : board), [board, hold]);
  const held = hold ? findCard(board, hold.id)?.card : undefined;
  const height = CARD_HEIGHT[density];

  // The pointer itself says where a card goes: measured rectangles lag behind while columns scroll.
  useEffect(() => {
    const follow = (event: PointerEvent) => {
      pointer.current = { x: event.clientX, y: event.clientY };
    };
    const kinds = ["pointermove", "pointerup"] as const;
    for (const kind of kinds) window.addEventListener(kind, follow, { capture: true, passive: true });
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, follow, { capture: true });
    };
  }, []);
  const slotUnderPointer = (id: string): Slot | null => {
    const { x, y } = pointer.current;
    for (const column of board.stages) {
      const list = lists.current.get(column.id);
      const box = list?.getBoundingClientRect();
      if (!list || !box || x < box.left - REACH || x > box.right + REACH) continue;
      const offset = y - box.top + list.scrollTop - GAP;
      return { stage: column.id, index: placeAt(offset, height + GAP, lastPlace(column, id)) };
    }
    return null;
  };
  const onDragMove = ({ active }: DragMoveEvent) => {
    const slot = slotUnderPointer(String(active.id));
    if (slot) holding.aim(slot);
  };
  const onDragEnd = ({ active }: DragEndEvent) => {
    const slot = slotUnderPointer(String(active.id));
    if (slot) holding.drop(slot);
    else holding.cancel();
  };

  return (
    <DndContext
      sensors={sensors}
      onDragStart={({ active }) => holding.take(String(active.id), "pointer")}
      onDragMove={onDragMove}
      onDragEnd={onDragEnd}
      onDragCancel={holding.cancel}
      accessibility={{ screenReaderInstructions: { draggable: "" }, announcements: SILENT }}
    >
      <p id="board-keys" className="sr-only">
        {t("pipeline.instructions")}
      </p>
      <p role="status" className="sr-only">
        {news}
      </p>
      <div className="flex min-h-0 flex-1 gap-3 overflow-x-auto bg-surface px-5 pt-4">
        {shown.stages.map((column) => (
          <BoardColumn
            key={column.id}
            column={column}
            scope={scope}
            pipeline={board.pipeline.id}
            hold={hold}
            origin={hold?.from.stage === column.id ? (held ?? null) : null}
            wish={wish?.stage === column.id ? wish : null}
            onCardKey={holding.onCardKey}
            listRef={(element) => {
              if (element) lists.current.set(column.id, element);
              else lists.current.delete(column.id);
            }}
          />
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {held && hold?.by === "pointer" && (
          <div style={{ height }} className="rounded-lg bg-raised shadow-dialog">
            <CardFace deal={held} />
          </div>
        )}
      </DragOverlay>
    </DndContext>
  );
}

/** The board announces in the user's language itself. */
const SILENT = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
};
