/** The items of an export menu that save a chart as a picture, drawn by the app from the same data. */
import { useTranslation } from "react-i18next";
import { MenuItem } from "@/shared/components/Menu";
import type { Scope } from "./scope";
import { fileName, useSaveAnswer } from "./useSaveAnswer";

export type ChartName = "forecast" | "stages" | "funnel" | "velocity" | "win_rate" | "reliability" | "quota";

const FORMS = [
  { key: "svg", format: "svg", theme: "light" },
  { key: "png", format: "png", theme: "light" },
  { key: "png_dark", format: "png", theme: "dark" },
] as const;

interface PictureItemsProps {
  chart: ChartName;
  title: string;
  scope: Scope;
  months?: number | undefined;
}

export function PictureItems({ chart, title, scope, months }: PictureItemsProps) {
  const { t } = useTranslation();
  const save = useSaveAnswer();
  return FORMS.map(({ key, format, theme }) => (
    <MenuItem
      key={key}
      onSelect={() =>
        save(
          `/api/core/analytics/charts/${chart}/`,
          { ...scope, months, format, theme },
          fileName(title, format),
        )
      }
    >
      {t(`chart.save_${key}`)}
    </MenuItem>
  ));
}
