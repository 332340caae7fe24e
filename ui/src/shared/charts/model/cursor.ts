/** Moving between the points of a chart by key. No I/O. */

/** Where a point stands for the keyboard. Charts along one axis use a single row. */
export interface Place {
  row: number;
  column: number;
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/**
 * The index that a key leads to, or null when the key means nothing here. At an edge the point stays. In a chart of one
 * row the vertical keys step along it, and in one of one column the horizontal ones do.
 */
export function nextPoint(
  places: readonly Place[],
  current: number,
  key: string,
  rtl: boolean,
): number | null {
  const last = places.length - 1;
  if (last < 0) return null;
  if (key === "Home") return 0;
  if (key === "End") return last;
  const step = STEPS[key];
  const here = places[current];
  if (!step || !here) return null;
  const [down, along] = [step[0], rtl ? -step[1] : step[1]];
  const flat = places.every((place) => place.row === places[0]?.row);
  const narrow = places.every((place) => place.column === places[0]?.column);
  if (flat || narrow) return Math.max(0, Math.min(last, current + down + along));
  if (along !== 0) {
    const next = current + along;
    return places[next]?.row === here.row ? next : current;
  }
  const rows = places.filter((place) => (down > 0 ? place.row > here.row : place.row < here.row));
  const row =
    down > 0 ? Math.min(...rows.map((each) => each.row)) : Math.max(...rows.map((each) => each.row));
  return nearest(places, row, here.column) ?? current;
}

function nearest(places: readonly Place[], row: number, column: number): number | null {
  let best: number | null = null;
  for (const [index, place] of places.entries()) {
    if (place.row !== row) continue;
    const distance = Math.abs(place.column - column);
    const known = best === null ? null : places[best];
    if (!known || distance < Math.abs(known.column - column)) best = index;
  }
  return best;
}
