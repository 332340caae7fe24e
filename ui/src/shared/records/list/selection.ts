/** Which rows are selected, and how clicks and keys change that. No I/O. */

export interface Selection {
  ids: ReadonlySet<string>;
  /** Where a shift-click or shift-arrow range starts. */
  anchor: number;
}

export const nothing: Selection = { ids: new Set(), anchor: 0 };

export function toggled(old: Selection, id: string, index: number): Selection {
  const ids = new Set(old.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: index };
}

/** Adds everything between the anchor and the index. */
export function extended(old: Selection, rowIds: readonly string[], index: number): Selection {
  const [from, to] = old.anchor < index ? [old.anchor, index] : [index, old.anchor];
  return { ids: new Set([...old.ids, ...rowIds.slice(from, to + 1)]), anchor: old.anchor };
}

export function allOf(rowIds: readonly string[]): Selection {
  return { ids: new Set(rowIds), anchor: 0 };
}

/** "all", "some" or "none" of the loaded rows, for the checkbox in the header. */
export function extent(selection: Selection, rowCount: number): "all" | "some" | "none" {
  if (selection.ids.size === 0) return "none";
  return selection.ids.size >= rowCount ? "all" : "some";
}
