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

export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const labels = useLabels();
  const shown = useShownValue();
  return (
    <ul className="mt-0.5 flex flex-col gap-0.5">
      {changes.map((change) => (
        <li key={change.field} className="flex min-w-0 flex-wrap items-center gap-1.5 text-muted">
          <span>{labels.field(change.field)}</span>
          {!isNothing(change.old) && (
            <>
              <span className="max-w-60 truncate text-faint line-through decoration-line-strong">
                {shown(change.field, change.old)}
              </span>
              <ArrowRight size={12} aria-hidden="true" className="text-faint" />
            </>
          )}
          <span className="max-w-80 truncate text-fg">{shown(change.field, change.new)}</span>
        </li>
      ))}
    </ul>
  );
}
