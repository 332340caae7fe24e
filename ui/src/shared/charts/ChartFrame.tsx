/** A chart with its title and legend, which can be read as a table and saved as one. Its height never changes. */
import { ChartColumn, Download, Table2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/shared/components/Button";
import { Menu, MenuItem } from "@/shared/components/Menu";
import { ChartTable } from "./ChartTable";
import { Legend, type LegendEntry } from "./Swatch";
import type { TableData } from "./table";
import { useSaveTable } from "./useSaveTable";

/** What a screen says about a chart; the chart itself adds the rest. */
export interface FrameProps {
  title: string;
  subtitle?: string | undefined;
  /** Further items of the export menu, such as a picture. */
  menu?: ReactNode;
  /** Controls beside the title, such as a choice of what is shown. */
  aside?: ReactNode;
  /** Said instead of the chart when there is nothing to show. */
  empty?: string | undefined;
}

interface ChartFrameProps extends FrameProps {
  height: number;
  legend?: readonly LegendEntry[];
  table: TableData;
  onSelect?: ((id: string) => void) | undefined;
  children: ReactNode;
}

export function ChartFrame(props: ChartFrameProps) {
  const { title, subtitle, menu, aside, empty, height, legend, table, onSelect, children } = props;
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  const save = useSaveTable();
  return (
    <div className="min-w-0">
      <header className="mb-3 flex flex-wrap items-start gap-x-3 gap-y-1">
        <div className="min-w-60 flex-1">
          <h2 className="font-semibold">{title}</h2>
          {subtitle && <p className="text-muted">{subtitle}</p>}
        </div>
        {aside}
        {!empty && (
          <div className="-my-1 flex">
            <IconButton
              label={t(asTable ? "chart.as_chart" : "chart.as_table", { title })}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartColumn size={16} /> : <Table2 size={16} />}
            </IconButton>
            <Menu
              align="end"
              trigger={
                <IconButton label={t("chart.export", { title })}>
                  <Download size={16} />
                </IconButton>
              }
            >
              <MenuItem onSelect={() => save(title, table)}>{t("chart.save_csv")}</MenuItem>
              {menu}
            </Menu>
          </div>
        )}
      </header>
      {empty ? (
        <p className="flex items-center justify-center px-6 text-center text-faint" style={{ height }}>
          {empty}
        </p>
      ) : asTable ? (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
          tabIndex={0}
          aria-label={title}
          className="overflow-auto"
          style={{ height: height + (legend ? LEGEND : 0) }}
        >
          <ChartTable caption={title} table={table} onSelect={onSelect} />
        </section>
      ) : (
        <>
          {children}
          {legend && (
            <div className="flex items-end" style={{ minHeight: LEGEND }}>
              <Legend entries={legend} />
            </div>
          )}
        </>
      )}
    </div>
  );
}

const LEGEND = 28;
