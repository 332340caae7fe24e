/** The sticky header of a list, and the grey rows that stand in while a page loads. */
import clsx from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox } from "@/shared/components/Controls";
import { Skeleton } from "@/shared/components/States";
import { type Column, isNumeric } from "./columns";
import type { GridCursor } from "./useGridCursor";

interface TableHeaderProps {
  columns: readonly Column[];
  template: string;
  cursor: GridCursor;
  sort: string;
  onSort: (sort: string) => void;
}

export function TableHeader({ columns, template, cursor, sort, onSort }: TableHeaderProps) {
  const { t } = useTranslation();
  return (
    <div role="rowgroup" className="sticky top-0 z-10">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-8 items-center border-b bg-surface text-xs font-medium text-faint"
        style={{ gridTemplateColumns: template }}
      >
        <div role="columnheader" className="flex justify-center pl-2">
          <Checkbox
            checked={cursor.extent === "some" ? "indeterminate" : cursor.extent === "all"}
            onChange={(on) => (on ? cursor.selectAll() : cursor.clear())}
            label={t("list.select_all")}
          />
        </div>
        {columns.map((column) => (
          <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
    </div>
  );
}

function HeaderCell({
  column,
  sort,
  onSort,
}: {
  column: Column;
  sort: string;
  onSort: (sort: string) => void;
}) {
  const { t } = useTranslation();
  const direction = sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : undefined;
  const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
  const look = clsx("flex w-full min-w-0 items-center gap-1 px-2", isNumeric(column) && "justify-end");
  return (
    <div role="columnheader" aria-sort={direction} className="min-w-0">
      {column.sortable ? (
        <button
          type="button"
          className={clsx(look, "h-6 rounded-sm hover:text-fg", direction && "text-fg")}
          onClick={() => onSort(direction === "ascending" ? `-${column.key}` : column.key)}
        >
          <span className="truncate">{t(column.label)}</span>
          {direction && <Arrow size={12} className="shrink-0" />}
        </button>
      ) : (
        <span className={look}>
          <span className="truncate">{t(column.label)}</span>
        </span>
      )}
    </div>
  );
}

export function SkeletonRow({ columns, style }: { columns: readonly Column[]; style: CSSProperties }) {
  return (
    <div aria-hidden="true" className="absolute inset-x-0 top-0 grid items-center border-b" style={style}>
      <span />
      {columns.map((column, index) => (
        <span key={column.key} className={clsx("px-2", isNumeric(column) && "flex justify-end")}>
          <Skeleton className={clsx("h-3", index === 0 ? "w-40" : "w-16")} />
        </span>
      ))}
    </div>
  );
}
