/** A card on the board: a link that can be dragged, and picked up with the space bar. */
import { useDraggable } from "@dnd-kit/core";
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { type CSSProperties, type KeyboardEvent, memo } from "react";
import type { Opportunity } from "@/shared/api/types";
import { CardFace } from "./CardFace";

interface BoardCardProps {
  deal: Opportunity;
  style: CSSProperties;
  tabStop: boolean;
  /** In the hand of the keyboard. */
  held: boolean;
  onKey: (event: KeyboardEvent, id: string) => void;
}

export const BoardCard = memo(function BoardCard({ deal, style, tabStop, held, onKey }: BoardCardProps) {
  const { listeners, setNodeRef } = useDraggable({ id: deal.id });
  return (
    <li ref={setNodeRef} className="absolute inset-x-0 top-0" style={style}>
      <Link
        id={`card-${deal.id}`}
        to="/opportunities/$id"
        params={{ id: deal.id }}
        draggable={false}
        tabIndex={tabStop ? 0 : -1}
        aria-describedby="board-keys"
        onKeyDown={(event) => onKey(event, deal.id)}
        onPointerDown={listeners?.onPointerDown as never}
        className={clsx(
          "block h-full touch-manipulation rounded-lg",
          held && "bg-raised shadow-dialog outline-2 outline-accent",
          !held && "border bg-raised shadow-card hover:border-line-strong",
        )}
      >
        <CardFace deal={deal} />
      </Link>
    </li>
  );
});
