/** Whether deals that were given 70 % are won in 70 of 100 cases. The more deals behind a dot, the larger it is. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { CategoryAxis, ValueAxis } from "./Axis";
import { Canvas } from "./Canvas";
import { ChartFrame, type FrameProps } from "./ChartFrame";
import { type ReliabilityBin, reliabilityLayout } from "./model/reliability";
import type { ChartPoint } from "./points";
import { cell } from "./table";
import { useSize } from "./useSize";

interface ReliabilityChartProps extends FrameProps {
  bins: readonly ReliabilityBin[];
  height?: number;
}

const TARGET = 24;

export function ReliabilityChart({ bins, height = 320, ...frame }: ReliabilityChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [box, size] = useSize(height);
  const layout = useMemo(() => reliabilityLayout(bins, size, format.rate), [bins, size, format]);
  const { plot, diagonal } = layout;
  const range = (bin: ReliabilityBin) =>
    t("chart.range", { low: format.rate(bin.low), high: format.rate(bin.high) });
  const points = bins.map((bin, at): ChartPoint => {
    const dot = layout.dots[at] ?? { x: 0, y: 0, radius: 0, low: 0, high: 0 };
    const reach = Math.max(TARGET / 2, dot.radius + 2);
    return {
      id: String(at),
      row: 0,
      column: at,
      box: { x: dot.x - reach, y: dot.y - reach, width: 2 * reach, height: 2 * reach },
      at: { x: dot.x, y: dot.y - dot.radius },
      label: t("chart.reliability.point", {
        predicted: format.rate(bin.predicted),
        observed: format.rate(bin.observed),
        count: bin.n,
        deals: format.number(bin.n),
        range: range(bin),
      }),
      tip: {
        title: t("chart.deal_count", { count: bin.n, deals: format.number(bin.n) }),
        lines: [
          { label: t("chart.reliability.predicted"), value: format.rate(bin.predicted) },
          { label: t("chart.reliability.observed"), value: format.rate(bin.observed), swatch: "dot" },
          { label: t("chart.rate.interval"), value: range(bin) },
        ],
      },
    };
  });
  const table = {
    columns: (["predicted", "observed", "low", "high", "n"] as const).map((key) => ({
      label: t(`chart.reliability.${key}`),
      numeric: true,
    })),
    rows: bins.map((bin, at) => ({
      id: String(at),
      cells: [
        ...[bin.predicted, bin.observed, bin.low, bin.high].map((value) => cell(value, format.rate)),
        cell(bin.n, format.number),
      ],
    })),
  };
  return (
    <ChartFrame
      {...frame}
      height={height}
      legend={[
        { swatch: "dot", label: t("chart.reliability.observed_of") },
        { swatch: "diagonal", label: t("chart.reliability.perfect") },
      ]}
      table={table}
    >
      <div className="mx-auto max-w-120">
        <Canvas label={frame.title} box={box} size={size} points={points} tint={false}>
          {(shown) => (
            <>
              <ValueAxis
                plot={plot}
                size={size}
                ticks={layout.rows.map(({ value, at }) => ({ at, text: format.rate(value) }))}
              />
              <CategoryAxis
                plot={plot}
                ticks={layout.columns.map(({ value, at }) => ({ at, text: format.rate(value) }))}
              />
              <line {...diagonal} strokeWidth={1.5} strokeDasharray="4 4" className="stroke-chart-axis" />
              {layout.dots.map((dot, at) => (
                <g key={dot.x} opacity={shown && shown.id !== String(at) ? 0.5 : 1}>
                  <line
                    x1={dot.x}
                    x2={dot.x}
                    y1={dot.low}
                    y2={dot.high}
                    strokeWidth={1.5}
                    className="stroke-chart-actual"
                  />
                  <circle
                    cx={dot.x}
                    cy={dot.y}
                    r={dot.radius}
                    strokeWidth={1.5}
                    className="fill-chart-actual stroke-surface"
                  />
                </g>
              ))}
              <text
                x={plot.x + plot.width / 2}
                y={height - 6}
                textAnchor="middle"
                className="fill-faint text-xs"
              >
                {t("chart.reliability.predicted")}
              </text>
            </>
          )}
        </Canvas>
      </div>
    </ChartFrame>
  );
}
