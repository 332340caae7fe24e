/** Taking the forecast elsewhere. Further forms, such as a report, are given as items. */
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { TableData } from "@/shared/charts/table";
import { useSaveTable } from "@/shared/charts/useSaveTable";
import { Button } from "@/shared/components/Button";
import { Menu, MenuItem } from "@/shared/components/Menu";

interface ExportMenuProps {
  title: string;
  table: TableData;
  children?: ReactNode;
}

export function ExportMenu({ title, table, children }: ExportMenuProps) {
  const { t } = useTranslation();
  const save = useSaveTable();
  return (
    <Menu align="end" trigger={<Button icon={<Download size={14} />}>{t("forecast.export")}</Button>}>
      <MenuItem onSelect={() => save(title, table)}>{t("forecast.export_csv")}</MenuItem>
      {children}
    </Menu>
  );
}
