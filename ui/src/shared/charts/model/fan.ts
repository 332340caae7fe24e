/** Geometry of the forecast fan: months won before, the range of those to come, what is booked, and quotas. No I/O. */
import { area, curveStep, line } from "d3-shape";
import { type Box, type Inner, inner, type Size, textWidth } from "./plot";
import { scaleBand, scaleLinear } from "./scale";

export interface PastMonth {
  month: string;
  revenue: number;
  deals: number;
}

export interface FanMonth {
  month: string;
  expected: number;
  p10: number;
  p50: number;
  p90: number;
  booked: number;
  quota: number | null;
}

export interface FanData {
  past: readonly PastMonth[];
  months: readonly FanMonth[];
}

/** Narrower columns cannot be told apart or pointed at. */
const NARROWEST = 24;
export const PAST_SHOWN = 12;

export interface FanLayout {
  plot: Inner;
  /** The past months that there is room for, the latest last. */
  past: readonly PastMonth[];
  /** Middle of each month's column, past ones first. */
  centres: number[];
  step: number;
  pastBars: Box[];
  bookedBars: Box[];
  band: string;
  edges: [string, string];
  median: string;
  quotas: { x1: number; x2: number; y: number }[];
  ticks: { value: number; at: number }[];
  /** Where the forecast begins. */
  today: number | null;
  /** The highest thing drawn in each column. */
  tops: number[];
  y: (value: number) => number;
}

function highest({ past, months }: FanData): number {
  const values = months.flatMap((each) => [each.p90, each.expected, each.booked, each.quota ?? 0]);
  return Math.max(0, ...past.map((each) => each.revenue), ...values);
}

export function fanLayout(data: FanData, size: Size, tickText: (value: number) => string): FanLayout {
  const top = highest(data) || 1;
  const y = scaleLinear().domain([0, top]).nice(4);
  const start = 16 + Math.max(...y.ticks(4).map((tick) => textWidth(tickText(tick))));
  const plot = inner(size, { top: 12, bottom: 26, start, end: 4 });
  y.range([plot.y + plot.height, plot.y]);

  const room = Math.floor(plot.width / NARROWEST) - data.months.length;
  const count = Math.max(0, Math.min(PAST_SHOWN, room, data.past.length));
  const past = data.past.slice(data.past.length - count);
  const keys = [...past, ...data.months].map((each) => each.month);
  const x = scaleBand(keys, plot.range, 0.3, 0.15);
  const width = x.bandwidth;
  const left = (month: string) => x.at(month);
  const bar = (month: string, value: number): Box => {
    const high = y(value);
    return { x: left(month), y: high, width, height: Math.max(0, y(0) - high) };
  };

  const months = data.months;
  const half = x.step / 2;
  const toward = size.rtl ? -1 : 1;
  const ends = <T>(make: (month: FanMonth, at: number) => T): T[] => {
    const [first, last] = [months[0], months.at(-1)];
    if (!first || !last) return [];
    const centre = (each: FanMonth) => left(each.month) + width / 2;
    return [
      make(first, centre(first) - toward * half),
      ...months.map((each) => make(each, centre(each))),
      make(last, centre(last) + toward * half),
    ];
  };
  // In steps: each month has a range of its own, and nothing is said of the time between two.
  const rows = ends((each, at) => ({ at, low: y(each.p10), mid: y(each.p50), high: y(each.p90) }));
  type Row = (typeof rows)[number];
  const curve = (of: (row: Row) => number) => line<Row>((row) => row.at, of).curve(curveStep)(rows) ?? "";
  const band =
    area<Row>()
      .x((row) => row.at)
      .y0((row) => row.low)
      .y1((row) => row.high)
      .curve(curveStep)(rows) ?? "";

  return {
    plot,
    past,
    centres: keys.map((key) => left(key) + width / 2),
    step: x.step,
    pastBars: past.map((each) => bar(each.month, each.revenue)),
    bookedBars: months.filter((each) => each.booked > 0).map((each) => bar(each.month, each.booked)),
    band,
    edges: [curve((row) => row.low), curve((row) => row.high)],
    median: curve((row) => row.mid),
    quotas: months.flatMap((each) =>
      each.quota === null
        ? []
        : [{ x1: left(each.month) - 2, x2: left(each.month) + width + 2, y: y(each.quota) }],
    ),
    ticks: y.ticks(4).map((value) => ({ value, at: y(value) })),
    today: past.length > 0 && rows[0] ? rows[0].at : null,
    tops: [...past.map((each) => y(each.revenue)), ...months.map((each) => y(each.p90))],
    y: (value) => y(value),
  };
}
