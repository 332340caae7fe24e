/** A key figure: its name, the number in large, and what makes it readable. */
import type { ReactNode } from "react";

interface FigureProps {
  label: string;
  value: string;
  /** A number that could not be told yet is said in words, and in small. */
  missing?: boolean;
  note?: ReactNode;
  action?: ReactNode;
}

export function Figure({ label, value, missing, note, action }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col bg-surface px-5 py-4">
      <dt className="text-xs font-medium text-muted">{label}</dt>
      <dd className="mt-1 flex min-h-8 items-center">
        <span className={missing ? "text-faint" : "num text-xl font-semibold"}>{value}</span>
      </dd>
      {note && <dd className="num text-xs text-muted">{note}</dd>}
      {action && <dd className="mt-auto pt-2">{action}</dd>}
    </div>
  );
}

/** Five figures side by side, with a line between them; the first is the widest where they take several rows. */
export function Figures({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section aria-label={label} className="@container">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border bg-line *:first:col-span-2 @xl:grid-cols-3 @4xl:grid-cols-5 @4xl:*:first:col-span-1">
        {children}
      </dl>
    </section>
  );
}
