/** The current row and the selection of a list, moved by keys. Focus stays on the grid itself. */
import { type KeyboardEvent, useCallback, useMemo, useState } from "react";
import { allOf, extended, extent, nothing, type Selection, toggled } from "./selection";

export interface GridCursor {
  index: number;
  selection: Selection;
  extent: "all" | "some" | "none";
  open(index: number): void;
  toggle(index: number): void;
  extendTo(index: number): void;
  selectAll(): void;
  clear(): void;
  /** Returns the row to scroll to, or null when the key was not for the grid. */
  onKey(event: KeyboardEvent): number | null;
}

interface Options {
  /** Tells one list from another: coming back to it, one is at the row that was opened last. */
  place: string;
  rowIds: readonly string[];
  pageRows?: number;
  onOpen: (id: string) => void;
  onDelete: (ids: ReadonlySet<string>) => void;
}

function stepOf(key: string, index: number, last: number, page: number): number | null {
  switch (key) {
    case "j":
    case "ArrowDown":
      return Math.min(last, index + 1);
    case "k":
    case "ArrowUp":
      return Math.max(0, index - 1);
    case "PageDown":
      return Math.min(last, index + page);
    case "PageUp":
      return Math.max(0, index - page);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** The row that was opened last, by place. */
const opened = new Map<string, string>();

export function useGridCursor({ place, rowIds, pageRows = 15, onOpen: show, onDelete }: Options): GridCursor {
  const [wanted, setIndex] = useState(() => rowIds.indexOf(opened.get(place) ?? ""));
  const [selection, setSelection] = useState<Selection>(nothing);
  const index = Math.max(0, Math.min(wanted, rowIds.length - 1));
  const onOpen = useCallback(
    (id: string) => {
      opened.set(place, id);
      show(id);
    },
    [place, show],
  );

  const onKey = useCallback(
    (event: KeyboardEvent): number | null => {
      const id = rowIds[index];
      const mod = event.ctrlKey || event.metaKey;
      const next = mod || event.altKey ? null : stepOf(event.key, index, rowIds.length - 1, pageRows);
      if (next !== null && rowIds.length > 0) {
        if (event.shiftKey)
          setSelection((old) => extended(old.ids.size ? old : { ...old, anchor: index }, rowIds, next));
        setIndex(next);
      } else if (event.key === "Enter" && id && event.target === event.currentTarget) {
        onOpen(id);
      } else if (
        (event.key === "x" || event.key === " ") &&
        !mod &&
        id &&
        event.target === event.currentTarget
      ) {
        setSelection((old) => toggled(old, id, index));
      } else if (mod && event.key === "a") {
        setSelection(allOf(rowIds));
      } else if (event.key === "Escape" && selection.ids.size > 0) {
        setSelection(nothing);
      } else if ((event.key === "Delete" || event.key === "Backspace") && selection.ids.size > 0) {
        onDelete(selection.ids);
        setSelection(nothing);
      } else {
        return null;
      }
      event.preventDefault();
      return next ?? index;
    },
    [rowIds, index, pageRows, onOpen, onDelete, selection],
  );

  return useMemo(
    () => ({
      index,
      selection,
      extent: extent(selection, rowIds.length),
      open: (at) => {
        const id = rowIds[at];
        setIndex(at);
        if (id) onOpen(id);
      },
      toggle: (at) => {
        const id = rowIds[at];
        setIndex(at);
        if (id) setSelection((old) => toggled(old, id, at));
      },
      extendTo: (at) => setSelection((old) => extended(old, rowIds, at)),
      selectAll: () => setSelection(allOf(rowIds)),
      clear: () => setSelection(nothing),
      onKey,
    }),
    [index, selection, rowIds, onOpen, onKey],
  );
}
