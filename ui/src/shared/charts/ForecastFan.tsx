/** What was won per month, and what the coming months bring: the range of eight in ten cases, median, booked, quota. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { CategoryAxis, ValueAxis } from "./Axis";
import { Canvas } from "./Canvas";
import { ChartFrame, type FrameProps } from "./ChartFrame";
import { type FanData, type FanLayout, fanLayout } from "./model/fan";
import { labelled, labelStep } from "./model/plot";
import type { ChartPoint } from "./points";
import type { LegendEntry } from "./Swatch";
import { useFanWords } from "./useFanWords";
import { useSize } from "./useSize";

interface ForecastFanProps extends FrameProps {
  data: FanData;
  currency: string;
  height?: number;
  /** Called with the month. */
  onSelect?: ((month: string) => void) | undefined;
}

export function ForecastFan({ data, currency, height = 280, onSelect, ...frame }: ForecastFanProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useFanWords(currency);
  const [box, size] = useSize(height);
  const layout = useMemo(
    () => fanLayout(data, size, (value) => format.compact(value, currency)),
    [data, size, format, currency],
  );
  const months = [...layout.past, ...data.months].map((each) => each.month);
  const labels = months.map((month) => format.month(month, "short"));
  const shown = labelled(labels.length, labelStep(labels, layout.step), layout.past.length);
  const points = months.map((month, at): ChartPoint => {
    const past = layout.past[at];
    const next = data.months[at - layout.past.length];
    const centre = layout.centres[at] ?? 0;
    return {
      id: month,
      row: 0,
      column: at,
      box: {
        x: centre - layout.step / 2,
        y: layout.plot.y - 6,
        width: layout.step,
        height: layout.plot.height + 6,
      },
      at: { x: centre, y: layout.tops[at] ?? 0 },
      ...(past ? words.past(past) : next ? words.next(next) : EMPTY),
    };
  });
  const legend: LegendEntry[] = [
    ...(layout.past.length > 0 ? [{ swatch: "actual" as const, label: t("chart.fan.won") }] : []),
    { swatch: "band", label: t("chart.fan.range") },
    { swatch: "median", label: t("chart.fan.median") },
    ...(layout.quotas.length > 0 ? [{ swatch: "quota" as const, label: t("chart.fan.quota") }] : []),
  ];
  return (
    <ChartFrame {...frame} height={height} legend={legend} table={words.table(data)} onSelect={onSelect}>
      <Canvas label={frame.title} box={box} size={size} points={points} onSelect={onSelect}>
        {() => (
          <>
            <ValueAxis
              plot={layout.plot}
              size={size}
              ticks={layout.ticks.map(({ value, at }) => ({ at, text: format.compact(value, currency) }))}
            />
            <Drawing layout={layout} />
            <CategoryAxis
              plot={layout.plot}
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

const EMPTY = { label: "", tip: { title: "", lines: [] } };

function Drawing({ layout }: { layout: FanLayout }) {
  const { plot } = layout;
  return (
    <g>
      <path d={layout.band} className="fill-chart-band" />
      {layout.edges.map((edge) => (
        <path key={edge} d={edge} fill="none" className="stroke-chart-band-edge" strokeDasharray="2 3" />
      ))}
      {[...layout.pastBars, ...layout.bookedBars].map((bar) => (
        <rect key={bar.x} {...bar} rx={2} className="fill-chart-actual" />
      ))}
      {layout.today !== null && (
        <line
          x1={layout.today}
          x2={layout.today}
          y1={plot.y}
          y2={plot.y + plot.height}
          className="stroke-chart-axis"
          strokeDasharray="3 3"
        />
      )}
      <path d={layout.median} fill="none" strokeWidth={2} className="stroke-chart-actual" />
      {layout.quotas.map((quota) => (
        <g key={quota.x1}>
          {/* Seen on the bars, too. */}
          <QuotaTick {...quota} className="stroke-surface" strokeWidth={5} />
          <QuotaTick {...quota} className="stroke-chart-quota" strokeWidth={2} />
        </g>
      ))}
    </g>
  );
}

interface QuotaTickProps {
  x1: number;
  x2: number;
  y: number;
  strokeWidth: number;
  className: string;
}

function QuotaTick({ y, ...line }: QuotaTickProps) {
  return <line y1={y} y2={y} {...line} />;
}
