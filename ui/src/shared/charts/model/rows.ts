/** Geometry of charts made of rows: a name, a bar, figures. On narrow ground the texts stand above the bar. No I/O. */
import { type Box, mirrored, type Size } from "./plot";

export interface RowsLayout {
  rows: { all: Box; name: Box; track: Box; figures: Box }[];
  wide: boolean;
}

const WIDE = 560;
const BAR = 16;
const TALL = 40;
const STACKED = 48;
const PAD = 8;

export function rowsHeight(count: number, width: number): number {
  return count * (width >= WIDE ? TALL : STACKED);
}

/** `figures` is how much room the figures at the end need. */
export function rowsLayout(count: number, size: Size, figures: number): RowsLayout {
  const wide = size.width >= WIDE;
  const name = wide ? Math.min(180, Math.round(size.width * 0.2)) : 0;
  const end = wide ? figures : 0;
  const height = wide ? TALL : STACKED;
  const rows = Array.from({ length: count }, (_, row) => {
    const y = row * height;
    const all = { x: 0, y, width: size.width, height };
    if (wide) {
      const track = { x: name, y: y + (height - BAR) / 2, height: BAR, width: size.width - name - end };
      return {
        all,
        name: { x: PAD, y, width: name - 2 * PAD, height },
        track: { ...track, width: Math.max(0, track.width) },
        figures: { x: size.width - end + PAD, y, width: Math.max(0, end - 2 * PAD), height },
      };
    }
    const text = { y: y + 4, height: 20 };
    const half = Math.floor((size.width - 2 * PAD) * 0.45);
    return {
      all,
      name: { ...text, x: PAD, width: half },
      figures: { ...text, x: PAD + half, width: size.width - 2 * PAD - half },
      track: { x: PAD, y: y + 27, height: BAR - 2, width: Math.max(0, size.width - 2 * PAD) },
    };
  });
  return {
    wide,
    rows: rows.map((row) => ({
      all: mirrored(row.all, size),
      name: mirrored(row.name, size),
      track: mirrored(row.track, size),
      figures: mirrored(row.figures, size),
    })),
  };
}

/**
 * Shares of a track as boxes beside each other from where reading begins. What is there at all is wide enough to be
 * seen, as long as there is room for it.
 */
export function stacked(track: Box, shares: readonly number[], rtl: boolean): Box[] {
  let start = 0;
  return shares.map((share) => {
    const least = share > 0 ? 2 : 0;
    const width = Math.max(0, Math.min(track.width - start, Math.max(least, share * track.width)));
    const x = rtl ? track.x + track.width - start - width : track.x + start;
    start += width;
    return { x, y: track.y, width, height: track.height };
  });
}
