/** One entry of the timeline. */
import {
  ArrowRightLeft,
  CalendarDays,
  CircleCheck,
  FileSignature,
  type LucideIcon,
  Mail,
  Pencil,
  Phone,
  Plus,
  Send,
  StickyNote,
  Trash2,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { TimelineEntry } from "@/shared/api/types";
import { Time } from "@/shared/components/Time";
import { useFormat } from "@/shared/format/useFormat";
import { useActorName } from "../fields/actor";
import { useLabels } from "../fields/labels";
import { ChangeList } from "./ChangeList";

const ICONS: Record<string, LucideIcon> = {
  call: Phone,
  email: Mail,
  meeting: CalendarDays,
  note: StickyNote,
  task: CircleCheck,
  status_change: ArrowRightLeft,
  stage_change: ArrowRightLeft,
  proposal_sent: Send,
  contract_sent: FileSignature,
  created: Plus,
  changed: Pencil,
  stage: ArrowRightLeft,
  deleted: Trash2,
};

interface Props {
  entry: TimelineEntry;
  last: boolean;
  currency: string | null;
}

export function TimelineRow({ entry, last, currency }: Props) {
  const { t } = useTranslation();
  const labels = useLabels();
  const actorName = useActorName();
  const { activity } = entry;
  const Icon = ICONS[activity?.kind ?? entry.kind] ?? Pencil;
  const headline =
    activity || entry.kind === "activity"
      ? labels.choice("activity_kind", activity?.kind ?? "note")
      : // In German "you" takes another form of the verb than a name does.
        t(`record.timeline.${entry.kind}${entry.actor === "me" ? "_you" : ""}`);
  return (
    <li className="relative flex gap-3 pb-5">
      {!last && <span aria-hidden="true" className="absolute top-7 bottom-0 left-3 w-px bg-line" />}
      <span className="flex size-6 shrink-0 items-center justify-center rounded-full bg-active text-muted">
        <Icon size={12} />
      </span>
      <div className="min-w-0 flex-1 pt-0.5">
        <p className="flex flex-wrap items-baseline gap-x-1.5">
          <span className="font-medium">{actorName(entry.actor)}</span>
          <span className="text-muted">{headline}</span>
          <Time value={entry.at} className="num ml-auto shrink-0 pl-2 text-xs text-faint" />
        </p>
        {activity && <ActivityBody entry={entry} />}
        {!activity && entry.kind !== "created" && (
          <ChangeList changes={entry.changes ?? []} currency={currency} />
        )}
      </div>
    </li>
  );
}

function ActivityBody({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const labels = useLabels();
  const { activity } = entry;
  if (!activity) return null;
  const facts = [
    activity.outcome && labels.choice("outcome", activity.outcome),
    activity.duration_minutes &&
      t("record.timeline.minutes", {
        count: activity.duration_minutes,
        shown: format.number(activity.duration_minutes),
      }),
  ].filter(Boolean);
  return (
    <div className="selectable mt-1.5 rounded-lg border bg-surface px-3 py-2 shadow-card">
      {activity.subject && <p className="font-medium">{activity.subject}</p>}
      {activity.body && <p className="whitespace-pre-wrap">{activity.body}</p>}
      {facts.length > 0 && <p className="text-xs text-muted">{facts.join(" · ")}</p>}
    </div>
  );
}
