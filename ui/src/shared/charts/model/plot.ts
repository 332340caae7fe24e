/** What all charts share about room: the size to draw in, axis labels that do not touch, where a tooltip goes. No I/O. */

export interface Size {
  width: number;
  height: number;
  /** Time runs from right to left. */
  rtl: boolean;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Spot {
  x: number;
  y: number;
}

export interface Margins {
  top: number;
  bottom: number;
  /** On the side where reading begins. */
  start: number;
  end: number;
}

/** The inner part of the chart. Its x range is reversed where reading goes from right to left. */
export interface Inner extends Box {
  range: [number, number];
}

/** About what a 12 px label takes up; wide enough for digits, which are the widest in tabular figures. */
const CHAR = 7;

export function textWidth(text: string): number {
  return Math.ceil(text.length * CHAR);
}

export function inner(size: Size, margins: Margins): Inner {
  const left = size.rtl ? margins.end : margins.start;
  const right = size.width - (size.rtl ? margins.start : margins.end);
  const width = Math.max(0, right - left);
  const height = Math.max(0, size.height - margins.top - margins.bottom);
  const range: [number, number] = size.rtl ? [left + width, left] : [left, left + width];
  return { x: left, y: margins.top, width, height, range };
}

/** A box given from the reading side, put where it is on the screen. */
export function mirrored(box: Box, size: Size): Box {
  return size.rtl ? { ...box, x: size.width - box.x - box.width } : box;
}

/** Every how-many-th label can be shown so that none touches the next. */
export function labelStep(labels: readonly string[], room: number): number {
  const widest = Math.max(0, ...labels.map(textWidth)) + 8;
  return room <= 0 ? Math.max(1, labels.length) : Math.max(1, Math.ceil(widest / room));
}

/** The indices that get a label: every nth, counted from the one that matters most. */
export function labelled(count: number, step: number, anchor: number): Set<number> {
  const shown = new Set<number>();
  for (let index = anchor % step; index < count; index += step) shown.add(index);
  return shown;
}

/** Top left corner of a tooltip: above its spot, below where there is no room, never out of the chart sideways. */
export function tipPlace(spot: Spot, tip: { width: number; height: number }, size: Size): Spot {
  const gap = 10;
  const x = Math.max(0, Math.min(size.width - tip.width, spot.x - tip.width / 2));
  const above = spot.y - tip.height - gap;
  return { x, y: above >= -48 ? above : spot.y + gap };
}
