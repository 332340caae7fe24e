/** What an import would do or did, per kind of record: created, updated, unchanged. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import type { ImportSummary } from "../api/imports";

const KINDS = [
  "opportunities",
  "companies",
  "contacts",
  "leads",
  "people",
  "products",
  "stages",
  "pipelines",
] as const;
const COLUMNS = ["created", "updated", "unchanged"] as const;

export function SummaryTable({ summary }: { summary: ImportSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  const numberOf = (column: (typeof COLUMNS)[number], kind: string): number =>
    (summary[column] as Record<string, number | undefined>)[kind] ?? 0;
  const rows = KINDS.filter((kind) => COLUMNS.some((column) => numberOf(column, kind) > 0));
  return (
    <div className="overflow-hidden rounded-lg border">
      <table className="w-full">
        <thead>
          <tr className="border-b bg-subtle text-xs text-faint">
            <th className="px-4 py-2 text-left font-medium">{t("import.what")}</th>
            {COLUMNS.map((column) => (
              <th key={column} className="w-32 px-4 py-2 text-right font-medium">
                {t(`import.summary.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((kind) => (
            <tr key={kind} className="h-10 border-b last:border-b-0">
              <th scope="row" className="px-4 text-left font-medium">
                {t(`enum.import_kind.${kind}`)}
              </th>
              {COLUMNS.map((column) => {
                const count = numberOf(column, kind);
                return (
                  <td
                    key={column}
                    className={`num px-4 text-right ${count === 0 ? "text-faint" : column === "created" ? "font-semibold text-success-text" : "font-medium"}`}
                  >
                    {format.number(count)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="px-4 py-6 text-center text-muted">{t("import.nothing_to_do")}</p>}
    </div>
  );
}
