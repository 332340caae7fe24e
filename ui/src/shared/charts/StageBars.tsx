/** Where open deals are: per stage their value, what of it is to be expected, and how many there are. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { Canvas } from "./Canvas";
import { ChartFrame, type FrameProps } from "./ChartFrame";
import { textWidth } from "./model/plot";
import { rowsHeight, rowsLayout, stacked } from "./model/rows";
import type { ChartPoint } from "./points";
import { RowText } from "./RowTexts";
import { cell } from "./table";
import { useSize } from "./useSize";

export interface StageBar {
  key: string;
  name: string;
  count: number;
  total: number;
  weighted: number;
  /** How long half of the deals have been there, where known. */
  medianDays?: number | null;
}

interface StageBarsProps extends FrameProps {
  stages: readonly StageBar[];
  currency: string;
  onSelect?: ((key: string) => void) | undefined;
}

export function StageBars({ stages, currency, onSelect, ...frame }: StageBarsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [box, measured] = useSize(0);
  const size = { ...measured, height: rowsHeight(stages.length, measured.width) };
  const money = (value: number) => format.amount(value, currency);
  const count = (stage: StageBar) =>
    t("chart.deal_count", { count: stage.count, deals: format.number(stage.count) });
  const figures = stages.map((stage) => textWidth(money(stage.total)) + textWidth(count(stage)) + 32);
  const layout = rowsLayout(stages.length, size, Math.max(0, ...figures));
  // Where no deal carries an amount, how many there are is all that can be shown.
  const counted = stages.every((stage) => stage.total === 0);
  const sizeOf = (stage: StageBar) => (counted ? stage.count : stage.total);
  const most = Math.max(...stages.map(sizeOf), 1);
  const bars = stages.map((stage, at) => {
    const track = layout.rows[at]?.track ?? { x: 0, y: 0, width: 0, height: 0 };
    const [total] = stacked(track, [sizeOf(stage) / most], size.rtl);
    const [weighted] = stacked(track, [counted ? 0 : Math.min(stage.weighted, stage.total) / most], size.rtl);
    return { key: stage.key, total, weighted };
  });
  const points = stages.map((stage, row): ChartPoint => {
    const all = layout.rows[row]?.all ?? { x: 0, y: 0, width: 0, height: 0 };
    const bar = bars[row]?.total;
    return {
      id: stage.key,
      row,
      column: 0,
      box: all,
      at: { x: bar ? bar.x + bar.width / 2 : 0, y: bar?.y ?? 0 },
      label: t("chart.stages.point", {
        stage: stage.name,
        count: stage.count,
        deals: format.number(stage.count),
        total: money(stage.total),
        weighted: money(stage.weighted),
      }),
      tip: {
        title: stage.name,
        lines: [
          { label: t("chart.deals"), value: format.number(stage.count) },
          { label: t("chart.stages.total"), value: money(stage.total), swatch: "expected" },
          { label: t("chart.stages.weighted"), value: money(stage.weighted), swatch: "actual" },
          ...(stage.medianDays == null
            ? []
            : [{ label: t("chart.stages.median_age"), value: format.days(stage.medianDays) }]),
        ],
      },
    };
  });
  const table = {
    columns: [
      { label: t("chart.stages.stage") },
      { label: t("chart.deals"), numeric: true },
      { label: t("chart.stages.total"), numeric: true },
      { label: t("chart.stages.weighted"), numeric: true },
      { label: t("chart.stages.median_age"), numeric: true },
    ],
    rows: stages.map((stage) => ({
      id: stage.key,
      cells: [
        stage.name,
        cell(stage.count, format.number),
        cell(stage.total, money),
        cell(stage.weighted, money),
        cell(stage.medianDays, format.days),
      ],
    })),
  };
  const texts = stages.map((stage, at) => {
    const row = layout.rows[at];
    if (!row) return null;
    return (
      <div key={stage.key}>
        <RowText box={row.name} rtl={size.rtl}>
          <span className="truncate font-medium">{stage.name}</span>
        </RowText>
        <RowText box={row.figures} rtl={size.rtl} end>
          <span className="truncate text-faint">{count(stage)}</span>
          <span className="font-medium">{money(stage.total)}</span>
        </RowText>
      </div>
    );
  });
  return (
    <ChartFrame
      {...frame}
      height={size.height}
      legend={
        counted
          ? [{ swatch: "expected", label: t("chart.deals") }]
          : [
              { swatch: "expected", label: t("chart.stages.total") },
              { swatch: "actual", label: t("chart.stages.weighted") },
            ]
      }
      table={table}
      onSelect={onSelect}
    >
      <Canvas label={frame.title} box={box} size={size} points={points} onSelect={onSelect} over={texts}>
        {() =>
          bars.map((bar) => (
            <g key={bar.key}>
              <rect {...bar.total} rx={3} className="fill-chart-expected" />
              <rect {...bar.weighted} rx={3} className="fill-chart-actual" />
            </g>
          ))
        }
      </Canvas>
    </ChartFrame>
  );
}
