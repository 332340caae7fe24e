/** The win rate month by month with its 95 % interval: a wide band says that few deals were closed. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { CategoryAxis, ValueAxis } from "./Axis";
import { Canvas } from "./Canvas";
import { ChartFrame, type FrameProps } from "./ChartFrame";
import { intervalLayout, type RateMonth } from "./model/interval";
import { labelled, labelStep } from "./model/plot";
import type { ChartPoint } from "./points";
import { cell } from "./table";
import { useSize } from "./useSize";

interface IntervalLineProps extends FrameProps {
  months: readonly RateMonth[];
  height?: number;
  onSelect?: ((month: string) => void) | undefined;
}

export function IntervalLine({ months, height = 240, onSelect, ...frame }: IntervalLineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [box, size] = useSize(height);
  const layout = useMemo(() => intervalLayout(months, size, format.rate), [months, size, format]);
  const { plot } = layout;
  const labels = months.map((each) => format.month(each.month, "short"));
  const shown = labelled(labels.length, labelStep(labels, layout.step), Math.max(0, labels.length - 1));
  const range = (each: RateMonth) =>
    each.low === null || each.high === null
      ? null
      : t("chart.range", { low: format.rate(each.low), high: format.rate(each.high) });
  const points = months.map((each, at): ChartPoint => {
    const month = format.month(each.month);
    const centre = layout.centres[at] ?? 0;
    const dot = layout.dots.find((other) => other.month === each.month);
    const interval = range(each);
    return {
      id: each.month,
      row: 0,
      column: at,
      box: { x: centre - layout.step / 2, y: plot.y, width: layout.step, height: plot.height },
      at: { x: centre, y: dot?.y ?? plot.y + plot.height / 2 },
      label:
        each.rate === null || interval === null
          ? t("chart.rate.none", { month })
          : t("chart.rate.point", {
              month,
              rate: format.rate(each.rate),
              won: format.number(each.won),
              closed: format.number(each.won + each.lost),
              range: interval,
            }),
      tip: {
        title: month,
        lines:
          each.rate === null
            ? [{ label: t("chart.rate.nothing"), value: "" }]
            : [
                { label: t("chart.rate.rate"), value: format.rate(each.rate), swatch: "median" },
                ...(interval
                  ? [{ label: t("chart.rate.interval"), value: interval, swatch: "band" as const }]
                  : []),
                { label: t("chart.rate.won"), value: format.number(each.won) },
                { label: t("chart.rate.lost"), value: format.number(each.lost) },
              ],
      },
    };
  });
  const table = {
    columns: [
      { label: t("chart.month") },
      ...(["rate", "low", "high", "won", "lost"] as const).map((key) => ({
        label: t(`chart.rate.${key}`),
        numeric: true,
      })),
    ],
    rows: months.map((each) => ({
      id: each.month,
      selectable: each.won + each.lost > 0,
      cells: [
        format.month(each.month),
        cell(each.rate, format.rate),
        cell(each.low, format.rate),
        cell(each.high, format.rate),
        cell(each.won, format.number),
        cell(each.lost, format.number),
      ],
    })),
  };
  return (
    <ChartFrame
      {...frame}
      height={height}
      legend={[
        { swatch: "median", label: t("chart.rate.rate") },
        { swatch: "band", label: t("chart.rate.interval") },
      ]}
      table={table}
      onSelect={onSelect}
    >
      <Canvas label={frame.title} box={box} size={size} points={points} onSelect={onSelect}>
        {(point) => (
          <>
            <ValueAxis
              plot={plot}
              size={size}
              ticks={layout.ticks.map(({ value, at }) => ({ at, text: format.rate(value) }))}
            />
            <path d={layout.band} className="fill-chart-band" />
            {layout.alone.map((each) => (
              <line
                key={each.x}
                x1={each.x}
                x2={each.x}
                y1={each.low}
                y2={each.high}
                strokeWidth={6}
                strokeLinecap="round"
                className="stroke-chart-band"
              />
            ))}
            <path d={layout.line} fill="none" strokeWidth={2} className="stroke-chart-actual" />
            {layout.dots.map((dot) => (
              <circle
                key={dot.month}
                cx={dot.x}
                cy={dot.y}
                r={point?.id === dot.month ? 5 : 3}
                strokeWidth={1.5}
                className="fill-chart-actual stroke-surface"
              />
            ))}
            <CategoryAxis
              plot={plot}
              ticks={labels.flatMap((text, at) =>
                shown.has(at) ? [{ at: layout.centres[at] ?? 0, text }] : [],
              )}
            />
          </>
        )}
      </Canvas>
    </ChartFrame>
  );
}
