/** How long deals take: closed deals by their days, and over them the share that is still open at each age. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { CategoryAxis, ValueAxis } from "./Axis";
import { Canvas } from "./Canvas";
import { ChartFrame, type FrameProps } from "./ChartFrame";
import { labelled, labelStep } from "./model/plot";
import { type Bin, openAt, type Survival, velocityLayout } from "./model/velocity";
import { type ChartPoint, sentences } from "./points";
import { cell } from "./table";
import { useSize } from "./useSize";

interface VelocityChartProps extends FrameProps {
  histogram: readonly Bin[];
  survival: readonly Survival[];
  height?: number;
  onSelect?: ((bin: Bin) => void) | undefined;
}

export function VelocityChart({ histogram, survival, height = 260, onSelect, ...frame }: VelocityChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [box, size] = useSize(height);
  const layout = useMemo(
    () => velocityLayout(histogram, survival, size, format.number),
    [histogram, survival, size, format],
  );
  const { plot, bins } = layout;
  const days = (bin: Bin) =>
    bin.until === null
      ? t("chart.velocity.from_on", { days: format.number(bin.from) })
      : t("chart.velocity.between", { from: format.number(bin.from), until: format.number(bin.until - 1) });
  const later = (bin: Bin) => openAt(survival, bin.until ?? bin.from);
  const labels = layout.edges.map((edge) => format.number(edge.days));
  const shown = labelled(labels.length, labelStep(labels, plot.width / Math.max(1, bins.length)), 0);
  const points = bins.map((bin, at): ChartPoint => {
    const open = later(bin);
    const column = layout.columns[at] ?? { x: 0, y: 0, width: 0, height: 0 };
    const tall = layout.bars[at]?.y ?? 0;
    return {
      id: String(bin.from),
      row: 0,
      column: at,
      box: column,
      at: { x: column.x + column.width / 2, y: open === null ? tall : Math.min(tall, layout.open(open)) },
      label: sentences(
        t("chart.velocity.point", { days: days(bin), count: bin.count, deals: format.number(bin.count) }),
        open !== null && bin.until !== null && t("chart.velocity.open_sentence", { rate: format.rate(open) }),
      ),
      tip: {
        title: days(bin),
        lines: [
          { label: t("chart.velocity.closed"), value: format.number(bin.count), swatch: "expected" },
          ...(open === null
            ? []
            : [
                {
                  label: t("chart.velocity.open_after"),
                  value: format.rate(open),
                  swatch: "second" as const,
                },
              ]),
        ],
      },
    };
  });
  const table = {
    columns: [
      { label: t("chart.velocity.days") },
      { label: t("chart.velocity.closed"), numeric: true },
      { label: t("chart.velocity.open_after"), numeric: true },
    ],
    rows: bins.map((bin) => ({
      id: String(bin.from),
      cells: [days(bin), cell(bin.count, format.number), cell(later(bin), format.rate)],
    })),
  };
  // Only the bars of the answer lead to their deals; several put together would show those of the first.
  const leads = bins.length === histogram.length;
  const select = (id: string) => {
    const bin = bins.find((each) => String(each.from) === id);
    if (bin) onSelect?.(bin);
  };
  const onPoint = onSelect && leads ? select : undefined;
  return (
    <ChartFrame
      {...frame}
      height={height}
      legend={[
        { swatch: "expected", label: t("chart.velocity.closed") },
        { swatch: "second", label: t("chart.velocity.still_open") },
      ]}
      table={table}
      onSelect={onPoint}
    >
      <Canvas label={frame.title} box={box} size={size} points={points} onSelect={onPoint}>
        {() => (
          <>
            <ValueAxis
              plot={plot}
              size={size}
              ticks={layout.counts.map(({ value, at }) => ({ at, text: format.number(value) }))}
            />
            <ValueAxis
              end
              plot={plot}
              size={size}
              ticks={layout.shares.map(({ value, at }) => ({ at, text: format.rate(value) }))}
            />
            {layout.bars.map((bar) => (
              <rect key={bar.x} {...bar} rx={2} className="fill-chart-expected" />
            ))}
            <path d={layout.curve} fill="none" strokeWidth={2} className="stroke-chart-second" />
            <CategoryAxis
              plot={plot}
              ticks={layout.edges.flatMap((edge, at) =>
                shown.has(at) ? [{ at: edge.at, text: labels[at] ?? "" }] : [],
              )}
            />
          </>
        )}
      </Canvas>
    </ChartFrame>
  );
}
