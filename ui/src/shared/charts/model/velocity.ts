/** Geometry of the time to close: a histogram, and over it the share of deals that are still open by age. No I/O. */
import { curveStepAfter, line } from "d3-shape";
import { type Box, type Inner, inner, type Size, textWidth } from "./plot";
import { scaleLinear } from "./scale";

export interface Bin {
  from: number;
  /** Without an end for the last bar that takes in all the rest. */
  until: number | null;
  count: number;
}

export interface Survival {
  days: number;
  /** In percent. */
  open: number;
}

const NARROWEST = 18;
const FACTORS = [1, 2, 3, 5, 10, 20, 50, 100];
/** Of the closed deals, how many are shown in even bars; the last few may have taken years. */
const SHOWN = 0.98;

/** Bars that fit: neighbours put together, and the long thin end as one bar without an end. */
export function rebin(bins: readonly Bin[], most: number): Bin[] {
  if (bins.length <= most) return [...bins];
  const all = bins.reduce((sum, bin) => sum + bin.count, 0);
  let seen = 0;
  const cut = bins.findIndex((bin) => {
    seen += bin.count;
    return seen >= all * SHOWN;
  });
  const kept = bins.slice(0, cut + 1);
  const rest = bins.slice(cut + 1);
  const room = Math.max(1, most - (rest.length > 0 ? 1 : 0));
  const factor =
    FACTORS.find((each) => Math.ceil(kept.length / each) <= room) ?? Math.ceil(kept.length / room);
  const sum = (part: readonly Bin[]) => part.reduce((total, bin) => total + bin.count, 0);
  const merged: Bin[] = [];
  for (let at = 0; at < kept.length; at += factor) {
    const part = kept.slice(at, at + factor);
    const [first, last] = [part[0], part.at(-1)];
    if (first && last) merged.push({ from: first.from, until: last.until, count: sum(part) });
  }
  const over = sum(rest);
  const [first] = rest;
  if (first && over > 0) merged.push({ from: first.from, until: null, count: over });
  return merged;
}

/** The share still open at an age: the curve is a step that holds until the next. */
export function openAt(survival: readonly Survival[], days: number): number | null {
  if (survival.length === 0) return null;
  return survival.findLast((each) => each.days <= days)?.open ?? 100;
}

export interface VelocityLayout {
  plot: Inner;
  bins: Bin[];
  bars: Box[];
  columns: Box[];
  curve: string;
  /** Bar edges with their days. */
  edges: { days: number; at: number }[];
  counts: { value: number; at: number }[];
  shares: { value: number; at: number }[];
  open: (share: number) => number;
}

export function velocityLayout(
  histogram: readonly Bin[],
  survival: readonly Survival[],
  size: Size,
  countText: (value: number) => string,
): VelocityLayout {
  const end = survival.length > 0 ? 16 + textWidth("100%") : 8;
  const most = Math.max(4, Math.floor((size.width - 100) / NARROWEST));
  const bins = rebin(histogram, most);
  const y = scaleLinear()
    .domain([0, Math.max(1, ...bins.map((bin) => bin.count))])
    .nice(4);
  const counts = y.ticks(4).filter(Number.isInteger);
  const start = 16 + Math.max(...counts.map((value) => textWidth(countText(value))));
  const plot = inner(size, { top: 12, bottom: 26, start, end });
  y.range([plot.y + plot.height, plot.y]);
  const share = scaleLinear()
    .domain([0, 100])
    .range([plot.y + plot.height, plot.y]);

  // Bars stand beside each other; one without an end is as wide as the others.
  const slots = Math.max(1, bins.length);
  const slot = plot.width / slots;
  const edge = (at: number) => (size.rtl ? plot.range[0] - at * slot : plot.range[0] + at * slot);
  const columns = bins.map((_, at) => ({
    x: Math.min(edge(at), edge(at + 1)),
    y: plot.y,
    width: slot,
    height: plot.height,
  }));
  const gap = Math.min(3, slot * 0.12);
  const place = (days: number): number => {
    const at = bins.findLastIndex((bin) => bin.from <= days);
    const bin = bins[Math.max(0, at)];
    if (!bin || at < 0) return edge(0);
    const until = bin.until ?? bin.from;
    const within = until > bin.from ? Math.min(1, (days - bin.from) / (until - bin.from)) : 0;
    return edge(at + within);
  };
  const last = bins.at(-1);
  const limit = last ? (last.until ?? last.from) : 0;
  const steps = survival.filter((each) => each.days <= limit);
  const tail = openAt(survival, limit);
  const course = [{ days: 0, open: 100 }, ...steps, ...(tail === null ? [] : [{ days: limit, open: tail }])];
  const curve = line<Survival>(
    (each) => place(each.days),
    (each) => share(each.open),
  ).curve(curveStepAfter);

  return {
    plot,
    bins,
    bars: bins.map((bin, at) => {
      const column = columns[at] ?? { x: 0, y: 0, width: 0, height: 0 };
      const top = y(bin.count);
      return {
        x: column.x + gap,
        y: top,
        width: Math.max(1, slot - 2 * gap),
        height: Math.max(0, y(0) - top),
      };
    }),
    columns,
    curve: survival.length > 0 && bins.length > 0 ? (curve(course) ?? "") : "",
    edges: bins.map((bin, at) => ({ days: bin.from, at: edge(at) })),
    counts: counts.map((value) => ({ value, at: y(value) })),
    shares: survival.length > 0 ? [0, 50, 100].map((value) => ({ value, at: share(value) })) : [],
    open: (value) => share(value),
  };
}
