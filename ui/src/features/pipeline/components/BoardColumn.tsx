/** One stage: its header with exact numbers, and its cards, as many as the server has. */
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import clsx from "clsx";
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/shared/api/types";
import { useFormat } from "@/shared/format/useFormat";
import { useSettings } from "@/shared/prefs/settings";
import { type BoardScope, useMoreCards } from "../api/board";
import type { Column } from "../model/board";
import type { Hold } from "../model/hold";
import type { FocusWish } from "./Board";
import { BoardCard } from "./BoardCard";
import { LandingPlace, MoreCards } from "./CardPlaces";
import { ColumnHeader } from "./ColumnHeader";
import { QuickAdd } from "./QuickAdd";

export const CARD_HEIGHT = { comfortable: 92, compact: 80 };
export const GAP = 8;

interface BoardColumnProps {
  column: Column;
  scope: BoardScope;
  pipeline: string;
  hold: Hold | null;
  /** The card in the hand, where it was picked up from this column. */
  origin: Opportunity | null;
  wish: FocusWish | null;
  onCardKey: (event: KeyboardEvent, id: string) => void;
  listRef: (element: HTMLElement | null) => void;
}

export function BoardColumn({
  column,
  scope,
  pipeline,
  hold,
  origin,
  wish,
  onCardKey,
  listRef,
}: BoardColumnProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { density } = useSettings();
  const [adding, setAdding] = useState(false);
  const scroller = useRef<HTMLDivElement | null>(null);
  const { mutate: readMore, isPending: reading } = useMoreCards(scope);
  const cards = column.results;
  const wished = wish ? cards.findIndex((card) => card.id === wish.id) : -1;
  const current = Math.max(0, wished);
  const virtual = useVirtualizer({
    count: cards.length + (column.next ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT[density],
    gap: GAP,
    paddingStart: GAP,
    paddingEnd: GAP,
    scrollPaddingStart: GAP,
    scrollPaddingEnd: GAP,
    overscan: 6,
    // The card that Tab leads to stays drawn, however far the column is scrolled.
    rangeExtractor: useCallback(
      (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const seen = defaultRangeExtractor(range);
        return current >= range.count || seen.includes(current)
          ? seen
          : [...seen, current].sort((a, b) => a - b);
      },
      [current],
    ),
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the density is what the sizes were measured with
  useEffect(() => virtual.measure(), [density]);
  useEffect(() => {
    if (column.next && last >= cards.length - 6 && !reading) readMore(column);
  }, [column, last, cards.length, reading, readMore]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn is one wish, fulfilled once
  useEffect(() => {
    if (!wish || wished < 0) return;
    virtual.scrollToIndex(wished);
    const frame = requestAnimationFrame(() => {
      document.getElementById(`card-${wish.id}`)?.focus();
      // The whole column, not as little of it as shows the card.
      scroller.current?.parentElement?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    return () => cancelAnimationFrame(frame);
  }, [wish?.turn]);

  const bind = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element;
      listRef(element);
    },
    [listRef],
  );
  const isTarget = hold?.to.stage === column.id;
  const byPointer = hold?.by === "pointer";
  const pitch = CARD_HEIGHT[density] + GAP;
  const drawn = items.map((item) => {
    const card = cards[item.index];
    const style = { height: item.size, transform: `translateY(${item.start}px)` };
    if (!card) return <MoreCards key="more" style={style} />;
    if (byPointer && card.id === hold.id) return <LandingPlace key="landing" style={style} />;
    return (
      <BoardCard
        key={card.id}
        deal={card}
        style={style}
        tabStop={item.index === current}
        held={hold?.id === card.id}
        onKey={onCardKey}
      />
    );
  });
  if (origin && byPointer) {
    // dnd-kit measures from the element that was picked up: it stays, unseen, where it was.
    const style = {
      height: CARD_HEIGHT[density],
      transform: `translateY(${GAP + hold.from.index * pitch}px)`,
      visibility: "hidden" as const,
    };
    drawn.push(
      <BoardCard
        key={origin.id}
        deal={origin}
        style={style}
        tabStop={false}
        held={false}
        onKey={onCardKey}
      />,
    );
  }

  return (
    <section
      data-stage={column.slug}
      aria-label={t("pipeline.column", {
        stage: column.name,
        count: column.count,
        shown: format.number(column.count),
      })}
      className={clsx(
        "flex w-66 max-w-84 flex-1 shrink-0 basis-66 scroll-mx-5 flex-col rounded-t-xl",
        isTarget ? "bg-active" : "bg-sunken",
      )}
    >
      <ColumnHeader column={column} onAdd={() => setAdding(true)} />
      {adding && <QuickAdd column={column} pipeline={pipeline} onClose={() => setAdding(false)} />}
      <div ref={bind} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2" data-column-list>
        {cards.length === 0 && !adding && (
          <p className="px-2 pt-3 text-center text-xs text-faint">{t("pipeline.empty_column")}</p>
        )}
        {/* biome-ignore lint/a11y/noRedundantRoles: list-style none removes the role in WebKit */}
        <ul role="list" className="relative" style={{ height: virtual.getTotalSize() }}>
          {drawn}
        </ul>
      </div>
    </section>
  );
}
