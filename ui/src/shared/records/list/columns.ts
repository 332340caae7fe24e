/** Which columns a list shows, kept per kind of record. */
import { useMemo } from "react";
import { useStored } from "@/shared/hooks/stored";
import type { FieldDef, FieldKind, RecordDef } from "../definition";

export interface Column extends FieldDef {
  width: number;
}

export function useColumns(def: RecordDef) {
  const [chosen, setChosen] = useStored<Record<string, boolean>>(`columns.${def.collection}`, {});
  return useMemo(() => {
    const all = def.fields.flatMap((field) => (field.column ? [{ ...field, ...field.column }] : []));
    const isShown = (column: (typeof all)[number]) => chosen[column.key] ?? column.shown;
    return {
      all: all.map((column, index) => ({ ...column, shown: isShown(column), fixed: index === 0 })),
      shown: all.filter(isShown) as Column[],
      toggle: (key: string, on: boolean) => setChosen({ ...chosen, [key]: on }),
    };
  }, [def, chosen, setChosen]);
}

export function isNumeric(field: FieldDef): boolean {
  return field.kind === "money" || field.kind === "number" || field.kind === "percent";
}

/** Kinds whose values have no length of their own. */
const LONG = new Set<FieldKind>([
  "text",
  "email",
  "url",
  "tags",
  "person",
  "company",
  "contact",
  "lead",
  "opportunity",
]);

/** The grid's columns: a checkbox, then names and texts, which share the room that is left, among fixed widths. */
export function gridTemplate(columns: readonly Column[]): string {
  const tracks = columns.map(({ width, kind }, at) => {
    if (at === 0) return `minmax(${width}px, ${width}fr)`;
    return LONG.has(kind) ? `minmax(${width}px, ${width / 2}fr)` : `${width}px`;
  });
  return ["36px", ...tracks, "8px"].join(" ");
}

export function minWidth(columns: readonly Column[]): number {
  return 44 + columns.reduce((sum, column) => sum + column.width, 0);
}
