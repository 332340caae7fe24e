/** Which columns a list shows, kept per kind of record. */
import { useMemo } from "react";
import { useStored } from "@/shared/hooks/stored";
import type { FieldDef, RecordDef } from "../definition";

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

/** The grid's columns: a checkbox, the name that takes what is left, then fixed widths. */
export function gridTemplate(columns: readonly Column[]): string {
  const [first, ...rest] = columns;
  return `36px minmax(${first?.width ?? 200}px, 1fr) ${rest.map((column) => `${column.width}px`).join(" ")} 8px`;
}

export function minWidth(columns: readonly Column[]): number {
  return 44 + columns.reduce((sum, column) => sum + column.width, 0);
}
