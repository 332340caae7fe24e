/** Geometry of predicted against observed: on the diagonal, what was said came true as often as it was said. No I/O. */
import { type Inner, inner, type Size, textWidth } from "./plot";
import { scaleLinear, scaleSqrt } from "./scale";

/** Deals that were given about the same probability, all in percent. */
export interface ReliabilityBin {
  predicted: number;
  observed: number;
  low: number;
  high: number;
  n: number;
}

export interface ReliabilityLayout {
  plot: Inner;
  dots: { x: number; y: number; radius: number; low: number; high: number }[];
  diagonal: { x1: number; y1: number; x2: number; y2: number };
  rows: { value: number; at: number }[];
  columns: { value: number; at: number }[];
}

const TICKS = [0, 25, 50, 75, 100];

export function reliabilityLayout(
  bins: readonly ReliabilityBin[],
  size: Size,
  tickText: (value: number) => string,
): ReliabilityLayout {
  const start = 16 + Math.max(...TICKS.map((tick) => textWidth(tickText(tick))));
  const plot = inner(size, { top: 12, bottom: 44, start, end: 20 });
  const x = scaleLinear().domain([0, 100]).range(plot.range);
  const y = scaleLinear()
    .domain([0, 100])
    .range([plot.y + plot.height, plot.y]);
  const radius = scaleSqrt()
    .domain([0, Math.max(1, ...bins.map((bin) => bin.n))])
    .range([3, 11]);
  return {
    plot,
    dots: bins.map((bin) => ({
      x: x(bin.predicted),
      y: y(bin.observed),
      radius: radius(bin.n),
      low: y(bin.low),
      high: y(bin.high),
    })),
    diagonal: { x1: x(0), y1: y(0), x2: x(100), y2: y(100) },
    rows: TICKS.map((value) => ({ value, at: y(value) })),
    columns: (plot.width < 160 ? [0, 50, 100] : TICKS).map((value) => ({ value, at: x(value) })),
  };
}
