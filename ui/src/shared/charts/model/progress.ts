/** Geometry of progress to a quota: booked, what is expected on top, the range, and the mark to reach. No I/O. */
import type { Box, Size } from "./plot";
import { scaleLinear } from "./scale";

export interface ProgressData {
  booked: number;
  /** Of the whole time, what is booked included. */
  expected: number;
  low: number;
  high: number;
  quota: number | null;
}

export interface ProgressLayout {
  track: Box;
  booked: Box;
  expected: Box;
  range: { x1: number; x2: number };
  quota: number | null;
}

const BAR = { y: 26, height: 22 };

export function progressLayout(data: ProgressData, size: Size): ProgressLayout {
  const top = Math.max(data.booked, data.expected, data.high, data.quota ?? 0) || 1;
  const pad = 8;
  const range: [number, number] = size.rtl ? [size.width - pad, pad] : [pad, size.width - pad];
  const x = scaleLinear()
    .domain([0, top * 1.03])
    .range(range);
  const span = (from: number, until: number): Box => {
    const [a, b] = [x(from), x(until)];
    return { ...BAR, x: Math.min(a, b), width: Math.abs(b - a) };
  };
  return {
    track: span(0, top * 1.03),
    booked: span(0, data.booked),
    expected: span(data.booked, Math.max(data.booked, data.expected)),
    range: { x1: x(data.low), x2: x(data.high) },
    quota: data.quota === null ? null : x(data.quota),
  };
}
