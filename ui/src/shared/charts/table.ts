/** A chart's data as a table: cells as they are read, with the plain values for a spreadsheet. */

export interface Cell {
  text: string;
  /** What a spreadsheet gets; the text where it is absent. */
  value?: number | null;
}

export interface TableData {
  columns: readonly { label: string; numeric?: boolean }[];
  rows: readonly { id: string; cells: readonly (Cell | string)[]; selectable?: boolean }[];
}

export function cell(value: number | null | undefined, show: (value: number) => string): Cell {
  return value === null || value === undefined ? { text: "–", value: null } : { text: show(value), value };
}

export function textOf(item: Cell | string): string {
  return typeof item === "string" ? item : item.text;
}

/**
 * As a spreadsheet of the user's language reads it: with semicolons where the comma is the decimal mark. What users
 * wrote could be taken for a formula, so such text gets an apostrophe.
 */
export function toCsv(table: TableData, decimal: string): string {
  const separator = decimal === "," ? ";" : ",";
  const quoted = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /["\r\n,;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const plain = (item: Cell | string) => {
    if (typeof item === "string" || item.value === undefined) return quoted(textOf(item));
    return item.value === null ? "" : String(Number(item.value.toFixed(4))).replace(".", decimal);
  };
  const head = table.columns.map((column) => quoted(column.label));
  const lines = table.rows.map((row) => row.cells.map(plain));
  return `\uFEFF${[head, ...lines].map((line) => line.join(separator)).join("\r\n")}\r\n`;
}
