/** Saves the table behind a chart as a file for a spreadsheet. */
import { useTranslation } from "react-i18next";
import { fileName } from "@/shared/analytics/useSaveAnswer";
import { messageOf } from "@/shared/api/errors";
import { showToast } from "@/shared/components/toasts";
import { useFormat } from "@/shared/format/useFormat";
import { host } from "@/shared/host/current";
import { type TableData, toCsv } from "./table";

export function useSaveTable() {
  const { t } = useTranslation();
  const format = useFormat();
  return async (title: string, table: TableData) => {
    const name = fileName(title, "csv");
    const decimal = format.plain("0.5").charAt(1);
    try {
      await host.saveTextFile(name, toCsv(table, decimal));
    } catch (error) {
      showToast({ tone: "danger", title: t("chart.not_saved"), text: messageOf(error) });
    }
  };
}
