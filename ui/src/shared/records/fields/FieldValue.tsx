/** Shows one field of a record, in a list cell or on its page. */

import type { AnyRecord } from "@/shared/api/types";
import { Avatar } from "@/shared/components/Avatar";
import { Badge } from "@/shared/components/Badge";
import { Time } from "@/shared/components/Time";
import { isCivil } from "@/shared/format/dates";
import { useFormat } from "@/shared/format/useFormat";
import { type FieldDef, fieldValue, textOf } from "../definition";
import { useLabels } from "./labels";
import { toneFor } from "./tones";

interface FieldValueProps {
  field: FieldDef;
  record: AnyRecord;
  /** Shows a long text whole, over several lines. */
  whole?: boolean;
}

export function FieldValue({ field, record, whole }: FieldValueProps) {
  const format = useFormat();
  const labels = useLabels();
  const text = textOf(record, field.display ?? field.key);
  if (field.kind === "tags")
    return <Tags names={(fieldValue(record, field.key) as string[] | undefined) ?? []} />;
  if (text === "") return null;

  switch (field.kind) {
    case "money":
      return (
        <span className="num">
          {format.money(text, field.currency ? textOf(record, field.currency) || null : null)}
        </span>
      );
    case "number":
      return <span className="num">{format.number(text)}</span>;
    case "percent":
      return <span className="num">{format.percent(Number(text))}</span>;
    case "due":
      return <Time value={isCivil(text) ? text : format.civilOf(text)} className="num" />;
    case "date":
    case "instant":
      return <Time value={text} className="num" />;
    case "choice": {
      const name = field.enumName ?? "";
      return <Badge tone={toneFor(name, text)}>{labels.choice(name, text)}</Badge>;
    }
    case "stage":
      return <Badge tone={toneFor("stage_kind", textOf(record, "stage_kind"))}>{text}</Badge>;
    case "person":
      return (
        <span className="flex min-w-0 items-center gap-1.5">
          <Avatar name={text} />
          <span className="truncate">{text}</span>
        </span>
      );
    case "company":
      return (
        <span className="flex min-w-0 items-center gap-1.5">
          <Avatar name={text} square />
          <span className="truncate">{text}</span>
        </span>
      );
    case "multiline":
      return <span className="selectable whitespace-pre-wrap">{text}</span>;
    default:
      return <span className={whole ? "min-w-0 wrap-anywhere" : "truncate"}>{text}</span>;
  }
}

function Tags({ names }: { names: readonly string[] }) {
  return (
    <span className="flex min-w-0 flex-wrap gap-1 overflow-hidden">
      {names.map((name) => (
        <Badge key={name}>
          <span className="truncate">{name}</span>
        </Badge>
      ))}
    </span>
  );
}
