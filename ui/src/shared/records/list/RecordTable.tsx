/** The rows of a list: virtual, keyboard-driven, loading further pages when the end comes near. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AnyRecord } from "@/shared/api/types";
import { useSettings } from "@/shared/prefs/settings";
import type { RecordDef } from "../definition";
import { type Column, gridTemplate, minWidth } from "./columns";
import { SkeletonRow, TableHeader } from "./TableHeader";
import { TableRow } from "./TableRow";
import type { GridCursor } from "./useGridCursor";

interface RecordTableProps {
  def: RecordDef;
  rows: readonly AnyRecord[];
  count: number | null;
  columns: readonly Column[];
  cursor: GridCursor;
  sort: string;
  hasMore: boolean;
  loading: boolean;
  onSort: (sort: string) => void;
  onNearEnd: () => void;
}

const OVERSCAN = 12;
const HEADER = 32;

export function RecordTable({
  def,
  rows,
  count,
  columns,
  cursor,
  sort,
  hasMore,
  loading,
  onSort,
  onNearEnd,
}: RecordTableProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useSettings().density === "compact" ? 32 : 40;
  const waiting = loading ? 14 : hasMore ? 3 : 0;
  const virtual = useVirtualizer({
    count: rows.length + waiting,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
    scrollPaddingStart: HEADER,
    paddingStart: HEADER,
  });
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the row height is what the sizes were measured with
  useEffect(() => virtual.measure(), [rowHeight]);
  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - OVERSCAN) onNearEnd();
  }, [hasMore, lastIndex, rows.length, onNearEnd]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where one comes back to; afterwards keys say where to
  useEffect(() => {
    scroller.current?.focus({ preventScroll: true });
    if (cursor.index > 0) virtual.scrollToIndex(cursor.index, { align: "auto" });
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    const index = cursor.onKey(event);
    if (index !== null) virtual.scrollToIndex(index, { align: "auto" });
  };
  const template = gridTemplate(columns);
  const width = minWidth(columns);
  const active = rows[cursor.index];

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={t(def.many)}
      aria-rowcount={(count ?? rows.length) + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-busy={loading || undefined}
      aria-activedescendant={
        active && items.some((item) => item.index === cursor.index) ? `row-${active.id}` : undefined
      }
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="group/grid relative min-h-0 flex-1 overflow-auto bg-surface focus-visible:outline-none"
    >
      <div
        style={{ height: virtual.getTotalSize(), minWidth: width }}
        className="relative"
        role="presentation"
      >
        <TableHeader columns={columns} template={template} cursor={cursor} sort={sort} onSort={onSort} />
        <div role="rowgroup">
          {items.map((item) => {
            const record = rows[item.index];
            const place = {
              height: item.size,
              transform: `translateY(${item.start}px)`,
              gridTemplateColumns: template,
            };
            return record ? (
              <TableRow
                key={record.id}
                def={def}
                record={record}
                index={item.index}
                columns={columns}
                cursor={cursor}
                style={place}
              />
            ) : (
              <SkeletonRow key={item.key} columns={columns} style={place} />
            );
          })}
        </div>
      </div>
    </div>
  );
}
