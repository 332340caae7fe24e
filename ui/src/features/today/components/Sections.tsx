/** The sections of Today in two columns: what to do, and which deals to look at. One column when a side is empty. */

import { useTranslation } from "react-i18next";
import type { components } from "@/shared/api/schema.gen";
import { addDays } from "@/shared/format/dates";
import { useFormat } from "@/shared/format/useFormat";
import { useKeptFocus } from "@/shared/hooks/useKeptFocus";
import type { Filter } from "@/shared/records/list/filter";
import { TaskRow } from "@/shared/records/TaskRow";
import { DealRow } from "./DealRow";
import { LeadRow } from "./LeadRow";
import { Section } from "./Section";

type Today = components["schemas"]["Today"];

const OPEN_TASKS = { field: "status", op: "in", value: ["pending", "in_progress"] } as const;

function all(...rules: Filter["rules"]): Filter {
  return { match: "all", rules };
}

export function Sections({ today }: { today: Today }) {
  const { t } = useTranslation();
  const keptFocus = useKeptFocus();
  const { counts } = today;
  const date = useFormat().today();
  const doing = counts.overdue + counts.due_today + counts.follow_ups > 0;
  const deals = counts.closing_this_week + counts.stalled > 0;
  const open = { ...OPEN_TASKS, value: [...OPEN_TASKS.value] };
  const width = doing && deals ? "max-w-300 min-[1180px]:grid-cols-2" : "max-w-160";
  return (
    <div ref={keptFocus} className={`mx-auto grid gap-x-10 px-8 pt-4 pb-16 ${width}`}>
      {doing && (
        <div className="min-w-0">
          <Section
            title={t("today.overdue")}
            count={counts.overdue}
            shown={today.overdue.length}
            tone="danger"
            more={{
              to: "/tasks",
              filter: all(open, { field: "due_date", op: "lte", value: addDays(date, -1) }),
            }}
          >
            {today.overdue.map((task) => (
              <TaskRow key={task.id} task={task} withAbout />
            ))}
          </Section>
          <Section
            title={t("today.due_today")}
            count={counts.due_today}
            shown={today.due_today.length}
            more={{
              to: "/tasks",
              filter: all(
                open,
                { field: "due_date", op: "gte", value: date },
                { field: "due_date", op: "lte", value: date },
              ),
            }}
          >
            {today.due_today.map((task) => (
              <TaskRow key={task.id} task={task} withAbout />
            ))}
          </Section>
          <Section
            title={t("today.follow_ups")}
            count={counts.follow_ups}
            shown={today.follow_ups.length}
            more={{ to: "/leads", filter: all({ field: "next_follow_up", op: "lte", value: date }) }}
          >
            {today.follow_ups.map((lead) => (
              <LeadRow key={lead.id} lead={lead} />
            ))}
          </Section>
        </div>
      )}
      {deals && (
        <div className="min-w-0">
          <Section
            title={t("today.closing")}
            hint={t("today.closing_hint")}
            count={counts.closing_this_week}
            shown={today.closing_this_week.length}
            more={{
              to: "/opportunities",
              filter: all(
                { field: "expected_close_date", op: "gte", value: date },
                { field: "next_step", op: "is_null" },
              ),
            }}
          >
            {today.closing_this_week.map((deal) => (
              <DealRow key={deal.id} deal={deal} date={deal.expected_close_date} />
            ))}
          </Section>
          <Section
            title={t("today.stalled")}
            hint={t("today.stalled_hint")}
            count={counts.stalled}
            shown={today.stalled.length}
            tone="warning"
            more={{ to: "/pipeline" }}
          >
            {today.stalled.map((deal) => (
              <DealRow key={deal.id} deal={deal} date={deal.stage_entered_at} />
            ))}
          </Section>
        </div>
      )}
    </div>
  );
}
