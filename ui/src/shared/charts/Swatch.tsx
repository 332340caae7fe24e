/** A sample of how a series looks, and the legend made of such samples. */
import clsx from "clsx";

const LOOK = {
  actual: "h-2.5 w-2.5 rounded-[2px] bg-chart-actual",
  expected: "h-2.5 w-2.5 rounded-[2px] bg-chart-expected",
  band: "h-2.5 w-2.5 rounded-[2px] border border-chart-band-edge bg-chart-band",
  median: "h-0.5 w-3.5 rounded-full bg-chart-actual",
  second: "h-0.5 w-3.5 rounded-full bg-chart-second",
  quota: "h-0.5 w-3.5 bg-chart-quota",
  diagonal: "h-0 w-3.5 border-t-2 border-dashed border-chart-axis",
  dot: "size-2.5 rounded-full bg-chart-actual",
  lost: "h-2.5 w-2.5 rounded-[2px] bg-chart-lost",
  open: "h-2.5 w-2.5 rounded-[2px] border border-chart-open bg-[repeating-linear-gradient(135deg,var(--chart-open)_0_1px,transparent_1px_4px)]",
} as const;

export type SwatchKind = keyof typeof LOOK;

export function Swatch({ kind }: { kind: SwatchKind }) {
  return (
    <span aria-hidden="true" className="inline-flex w-3.5 shrink-0 justify-center">
      <span className={clsx("inline-block", LOOK[kind])} />
    </span>
  );
}

export interface LegendEntry {
  swatch: SwatchKind;
  label: string;
}

export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs text-muted">
      {entries.map((entry) => (
        <li key={entry.swatch} className="flex items-center gap-1.5">
          <Swatch kind={entry.swatch} />
          {entry.label}
        </li>
      ))}
    </ul>
  );
}
