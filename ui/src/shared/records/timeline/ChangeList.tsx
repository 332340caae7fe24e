/** What an edit changed: field, old value, new value. */
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { TimelineEntry } from "@/shared/api/types";
import { useFormat } from "@/shared/format/useFormat";
import { useLabels } from "../fields/labels";
import { definitions } from "../registry";

type Change = NonNullable<TimelineEntry["changes"]>[number];

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;
/** Their currency is not told with a change; it is that of the record. */
const AMOUNTS = new Set(
  Object.values(definitions)
    .flatMap((def) => def.fields)
    .filter((field) => field.kind === "money")
    .map((field) => field.key),
);
const CIVIL = /^\d{4}-\d{2}-\d{2}$/;

function isNothing(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

function useShown() {
  const { t } = useTranslation();
  const format = useFormat();
  return (field: string, value: unknown): string => {
    if (isNothing(value)) return t("record.timeline.nothing");
    if (Array.isArray(value)) return value.join(", ");
    if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    if (AMOUNTS.has(field)) return format.number(text);
    if (INSTANT.test(text)) return format.instant(text);
    return CIVIL.test(text) ? format.civil(text) : text;
  };
}

export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const labels = useLabels();
  const shown = useShown();
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
