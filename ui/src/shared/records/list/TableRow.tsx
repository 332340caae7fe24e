/** One row of a list. A click opens it; the checkbox, Ctrl-click and Shift-click select. */
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { type CSSProperties, type MouseEvent, memo } from "react";
import { useTranslation } from "react-i18next";
import type { AnyRecord, Task } from "@/shared/api/types";
import { Avatar } from "@/shared/components/Avatar";
import { Checkbox } from "@/shared/components/Controls";
import { type RecordDef, titleOf } from "../definition";
import { FieldValue } from "../fields/FieldValue";
import { TaskTick } from "../TaskTick";
import { type Column, isNumeric } from "./columns";
import type { GridCursor } from "./useGridCursor";

/** Initials tell people and companies apart; of a deal or a task they say nothing. */
const WITH_AVATAR = new Set(["company", "contact", "lead"]);

interface TableRowProps {
  def: RecordDef;
  record: AnyRecord;
  index: number;
  columns: readonly Column[];
  cursor: GridCursor;
  style: CSSProperties;
}

export const TableRow = memo(function TableRow({
  def,
  record,
  index,
  columns,
  cursor,
  style,
}: TableRowProps) {
  const { t } = useTranslation();
  const selected = cursor.selection.ids.has(record.id);
  const current = cursor.index === index;
  const title = titleOf(def, record);
  const onClick = (event: MouseEvent) => {
    if (event.shiftKey) cursor.extendTo(index);
    else if (event.ctrlKey || event.metaKey) cursor.toggle(index);
    else cursor.open(index);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled once, on the grid
    <div
      role="row"
      id={`row-${record.id}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      onClick={onClick}
      style={style}
      className={clsx(
        "group absolute inset-x-0 top-0 grid items-center border-b",
        selected ? "bg-accent-soft" : "hover:bg-hover",
        current && "group-focus-visible/grid:shadow-[inset_2px_0_0_var(--accent)]",
        current && !selected && "group-focus-visible/grid:bg-hover",
      )}
    >
      <div role="gridcell" className="flex justify-center pl-2">
        <span
          className={clsx(
            "flex",
            !selected && "opacity-0 focus-within:opacity-100 group-hover:opacity-100",
            current && "group-focus-visible/grid:opacity-100",
          )}
        >
          <Checkbox
            tabIndex={-1}
            checked={selected}
            onChange={() => cursor.toggle(index)}
            label={t("list.select_row", { name: title })}
          />
        </span>
      </div>
      {columns.map((column, at) => (
        <div
          key={column.key}
          role="gridcell"
          className={clsx(
            "flex min-w-0 items-center gap-2 overflow-hidden px-2",
            isNumeric(column) && "justify-end",
          )}
        >
          {at === 0 && def.type === "task" && <TaskTick tabIndex={-1} task={record as Task} />}
          {at === 0 ? (
            <Link
              to={def.path}
              params={{ id: record.id }}
              tabIndex={-1}
              onClick={(event) => event.preventDefault()}
              className="flex min-w-0 items-center gap-2 font-medium"
            >
              {WITH_AVATAR.has(def.type) && <Avatar name={title} square={def.type === "company"} />}
              <span className="truncate">{title}</span>
            </Link>
          ) : (
            <span className="min-w-0 truncate text-muted">
              <FieldValue field={column} record={record} />
            </span>
          )}
        </div>
      ))}
    </div>
  );
});
