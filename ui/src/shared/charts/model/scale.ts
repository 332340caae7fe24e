/**
 * Scales from values to pixels, with the calls of d3-scale that charts need. Not that package itself: it brings
 * d3-color, which sets `toString` on objects, and the window freezes Object.prototype against tampering.
 */
import { nice, ticks } from "d3-array";

type Pair = [number, number];

export interface ContinuousScale {
  (value: number): number;
  domain(domain: Pair): ContinuousScale;
  range(range: Pair): ContinuousScale;
  /** Widens the domain to round values. */
  nice(count: number): ContinuousScale;
  ticks(count: number): number[];
}

function continuous(shape: (value: number) => number): ContinuousScale {
  let domain: Pair = [0, 1];
  let range: Pair = [0, 1];
  const scale = (value: number) => {
    const [from, until] = [shape(domain[0]), shape(domain[1])];
    const share = until === from ? 0.5 : (shape(value) - from) / (until - from);
    return range[0] + share * (range[1] - range[0]);
  };
  const self: ContinuousScale = Object.assign(scale, {
    domain(next: Pair) {
      domain = next;
      return self;
    },
    range(next: Pair) {
      range = next;
      return self;
    },
    nice(count: number) {
      domain = nice(domain[0], domain[1], count);
      return self;
    },
    ticks: (count: number) => ticks(domain[0], domain[1], count),
  });
  return self;
}

export const scaleLinear = () => continuous((value) => value);
export const scaleSqrt = () => continuous((value) => Math.sqrt(Math.max(0, value)));

export interface BandScale {
  /** The left edge of a band, also where the range runs from right to left. */
  at(key: string): number;
  bandwidth: number;
  step: number;
}

/** Bands of equal width; inner padding as a share of the step, outer padding at both ends. */
export function scaleBand(keys: readonly string[], range: Pair, inner: number, outer: number): BandScale {
  const [from, until] = [Math.min(...range), Math.max(...range)];
  const step = (until - from) / Math.max(1, keys.length - inner + 2 * outer);
  const start = from + (until - from - step * (keys.length - inner)) / 2;
  const places = new Map(keys.map((key, index) => [key, index]));
  const reversed = range[1] < range[0];
  const at = (key: string) => {
    const index = places.get(key);
    if (index === undefined) return 0;
    return start + step * (reversed ? keys.length - 1 - index : index);
  };
  return { at, bandwidth: step * (1 - inner), step };
}
