/** Geometry of a rate over months with its interval; months in which nothing was counted leave a gap. No I/O. */
import { area, line } from "d3-shape";
import { type Inner, inner, type Size, textWidth } from "./plot";
import { scaleBand, scaleLinear } from "./scale";

export interface RateMonth {
  month: string;
  won: number;
  lost: number;
  /** In percent; null where nothing was closed. */
  rate: number | null;
  low: number | null;
  high: number | null;
}

export interface IntervalLayout {
  plot: Inner;
  centres: number[];
  step: number;
  line: string;
  band: string;
  /** Months that stand alone between gaps, which neither line nor band would show. */
  alone: { x: number; low: number; high: number }[];
  dots: { month: string; x: number; y: number }[];
  ticks: { value: number; at: number }[];
}

interface Known {
  x: number;
  rate: number;
  low: number;
  high: number;
}

export function intervalLayout(
  months: readonly RateMonth[],
  size: Size,
  tickText: (value: number) => string,
): IntervalLayout {
  const top = Math.max(10, ...months.map((each) => each.high ?? each.rate ?? 0));
  const y = scaleLinear()
    .domain([0, Math.min(100, top)])
    .nice(4);
  const ticks = y.ticks(4);
  const start = 16 + Math.max(...ticks.map((tick) => textWidth(tickText(tick))));
  const plot = inner(size, { top: 12, bottom: 26, start, end: 8 });
  y.range([plot.y + plot.height, plot.y]);
  // Points are bands without a width.
  const x = scaleBand(
    months.map((each) => each.month),
    plot.range,
    1,
    0.5,
  );
  const centre = (month: string) => x.at(month);
  const known = months.map((each): Known | null =>
    each.rate === null
      ? null
      : {
          x: centre(each.month),
          rate: y(each.rate),
          low: y(each.low ?? each.rate),
          high: y(each.high ?? each.rate),
        },
  );
  const isKnown = (each: Known | null) => each !== null;
  return {
    plot,
    centres: months.map((each) => centre(each.month)),
    step: x.step || plot.width,
    line:
      line<Known | null>()
        .defined(isKnown)
        .x((each) => each?.x ?? 0)
        .y((each) => each?.rate ?? 0)(known) ?? "",
    band:
      area<Known | null>()
        .defined(isKnown)
        .x((each) => each?.x ?? 0)
        .y0((each) => each?.low ?? 0)
        .y1((each) => each?.high ?? 0)(known) ?? "",
    alone: known.flatMap((each, at) =>
      each && !known[at - 1] && !known[at + 1] ? [{ x: each.x, low: each.low, high: each.high }] : [],
    ),
    dots: known.flatMap((each, at) =>
      each ? [{ month: months[at]?.month ?? "", x: each.x, y: each.rate }] : [],
    ),
    ticks: ticks.map((value) => ({ value, at: y(value) })),
  };
}
