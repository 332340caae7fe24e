/** The rows that cannot be imported and why, and saving them to mend in the file. */
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Button } from "@/shared/components/Button";
import { useFormat } from "@/shared/format/useFormat";
import { said } from "@/shared/i18n/messages";
import { type Import, type ImportSummary, saveErrorRows } from "../api/imports";

export function Problems({ made, summary }: { made: Import; summary: ImportSummary }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const [failed, setFailed] = useState<string | null>(null);
  if (summary.errors === 0 && summary.duplicates === 0) return null;
  const save = () => saveErrorRows(made).catch((error) => setFailed(messageOf(error)));
  return (
    <section aria-label={t("import.problems")} className="mt-6">
      {summary.duplicates > 0 && (
        <p className="num mb-3 text-muted">
          {t("import.duplicates", { count: summary.duplicates, shown: format.number(summary.duplicates) })}
        </p>
      )}
      {summary.errors > 0 && (
        <>
          <div className="mb-2 flex items-center justify-between gap-3">
            <h3 className="num font-semibold text-danger-text">
              {t("import.errors", { count: summary.errors, shown: format.number(summary.errors) })}
            </h3>
            <Button icon={<Download size={14} />} onClick={save}>
              {t("import.save_errors")}
            </Button>
          </div>
          {failed && (
            <p role="alert" className="mb-2 text-danger-text">
              {failed}
            </p>
          )}
          <div className="overflow-hidden rounded-lg border">
            <table className="selectable w-full table-fixed">
              <thead>
                <tr className="border-b bg-subtle text-left text-xs text-faint">
                  <th className="w-20 px-4 py-2 text-right font-medium">{t("import.row")}</th>
                  <th className="w-40 px-4 py-2 font-medium">{t("import.column")}</th>
                  <th className="w-48 px-4 py-2 font-medium">{t("import.value")}</th>
                  <th className="px-4 py-2 font-medium">{t("import.reason")}</th>
                </tr>
              </thead>
              <tbody>
                {summary.error_rows.map((row) => (
                  <tr key={`${row.row}-${row.column}`} className="border-b last:border-b-0">
                    <td className="num px-4 py-2 text-right text-muted">{format.number(row.row)}</td>
                    <td className="truncate px-4 py-2">{row.column}</td>
                    <td className="truncate px-4 py-2 text-muted">{row.value}</td>
                    <td className="px-4 py-2">{said(row.parts, i18n.language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
