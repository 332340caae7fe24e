/** The table behind a chart: the same data in words and figures. */
import clsx from "clsx";
import { type TableData, textOf } from "./table";

interface ChartTableProps {
  caption: string;
  table: TableData;
  onSelect?: ((id: string) => void) | undefined;
}

export function ChartTable({ caption, table, onSelect }: ChartTableProps) {
  return (
    <table className="num w-full border-collapse">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {table.columns.map((column) => (
            <th
              key={column.label}
              scope="col"
              className={clsx(
                "sticky top-0 border-b bg-surface px-2 pb-1.5 align-bottom text-xs font-medium text-faint first:ps-0 last:pe-0",
                column.numeric ? "text-end" : "text-start",
              )}
            >
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row) => (
          <tr key={row.id} className="hover:bg-hover">
            {row.cells.map((item, at) => {
              const column = table.columns[at];
              const look = clsx(
                "border-b px-2 py-1.5 first:ps-0 last:pe-0",
                column?.numeric ? "whitespace-nowrap text-end" : "text-start",
              );
              if (at > 0)
                return (
                  <td key={column?.label} className={look}>
                    {textOf(item)}
                  </td>
                );
              return (
                <th key={column?.label} scope="row" className={clsx(look, "whitespace-nowrap font-medium")}>
                  {onSelect && row.selectable !== false ? (
                    <button
                      type="button"
                      onClick={() => onSelect(row.id)}
                      className="rounded-sm text-start text-accent-text hover:underline"
                    >
                      {textOf(item)}
                    </button>
                  ) : (
                    textOf(item)
                  )}
                </th>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
