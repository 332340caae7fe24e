/** What an edit changed: field, old value, new value. */
import { ArrowRight } from "lucide-react";
import { useLabels } from "../fields/labels";
import { isNothing } from "../fields/nothing";
import { useShownValue } from "../fields/useShownValue";

interface Change {
  field: string;
  old?: unknown;
  new?: unknown;
}

interface Props {
  changes: readonly Change[];
  /** Of the record's amounts; null where it is the base currency. */
  currency: string | null;
}

export function ChangeList({ changes, currency }: Props) {
  const labels = useLabels();
  const shown = useShownValue();
  // Where the edit set another currency, each amount is in the one of its time.
  const set = changes.find(({ field }) => field === "currency");
  const [before, after] = [set?.old, set?.new].map((code) => (typeof code === "string" ? code : currency));
  return (
    <ul className="mt-0.5 flex flex-col gap-0.5">
      {changes.map((change) => (
        <li key={change.field} className="flex min-w-0 flex-wrap items-center gap-1.5 text-muted">
          <span>{labels.field(change.field)}</span>
          {!isNothing(change.old) && (
            <>
              <span className="max-w-60 truncate text-faint line-through decoration-line-strong">
                {shown(change.field, change.old, before ?? null)}
              </span>
              <ArrowRight size={12} aria-hidden="true" className="text-faint" />
            </>
          )}
          <span className="max-w-80 truncate text-fg">{shown(change.field, change.new, after ?? null)}</span>
        </li>
      ))}
    </ul>
  );
}
