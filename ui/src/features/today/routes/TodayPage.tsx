/** Today: what is due, who waits for an answer, which deals stand still. */
import { useQuery } from "@tanstack/react-query";
import { Plus, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { PageHeader } from "@/shared/components/PageHeader";
import { ScrollRegion } from "@/shared/components/ScrollRegion";
import { EmptyState, ErrorState, Skeleton } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { openCreate } from "@/shared/records/create/dialogs";
import { TaskRow } from "@/shared/records/TaskRow";
import { todayQuery } from "../api/today";
import { DealRow } from "../components/DealRow";
import { LeadRow } from "../components/LeadRow";
import { Section } from "../components/Section";

export function TodayPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery(todayQuery);
  const newTask = () => openCreate("task", { due_date: format.today() }, () => {});
  const addButton = (
    <Button variant="primary" icon={<Plus size={16} />} onClick={newTask}>
      {t("record.task.create")}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t("app.nav.today")}
        aside={<span className="text-faint">{format.civilLong(format.today())}</span>}
      >
        {addButton}
      </PageHeader>
      <ScrollRegion label={t("app.nav.today")}>
        {query.isError && !query.data ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : query.isPending ? (
          <Waiting />
        ) : Object.values(query.data.counts).every((count) => count === 0) ? (
          <EmptyState
            icon={<Sun size={20} />}
            title={t("today.empty_title")}
            text={t("today.empty_text")}
            action={addButton}
          />
        ) : (
          <div className="mx-auto grid max-w-300 gap-x-10 px-8 pt-4 pb-16 min-[1180px]:grid-cols-2">
            <div>
              <Section
                title={t("today.overdue")}
                count={query.data.counts.overdue}
                shown={query.data.overdue.length}
                tone="danger"
              >
                {query.data.overdue.map((task) => (
                  <TaskRow key={task.id} task={task} />
                ))}
              </Section>
              <Section
                title={t("today.due_today")}
                count={query.data.counts.due_today}
                shown={query.data.due_today.length}
              >
                {query.data.due_today.map((task) => (
                  <TaskRow key={task.id} task={task} />
                ))}
              </Section>
              <Section
                title={t("today.follow_ups")}
                count={query.data.counts.follow_ups}
                shown={query.data.follow_ups.length}
              >
                {query.data.follow_ups.map((lead) => (
                  <LeadRow key={lead.id} lead={lead} />
                ))}
              </Section>
            </div>
            <div>
              <Section
                title={t("today.closing")}
                hint={t("today.closing_hint")}
                count={query.data.counts.closing_this_week}
                shown={query.data.closing_this_week.length}
              >
                {query.data.closing_this_week.map((deal) => (
                  <DealRow key={deal.id} deal={deal} date={deal.expected_close_date} />
                ))}
              </Section>
              <Section
                title={t("today.stalled")}
                hint={t("today.stalled_hint")}
                count={query.data.counts.stalled}
                shown={query.data.stalled.length}
                tone="warning"
              >
                {query.data.stalled.map((deal) => (
                  <DealRow key={deal.id} deal={deal} date={deal.stage_entered_at} />
                ))}
              </Section>
            </div>
          </div>
        )}
      </ScrollRegion>
    </>
  );
}

function Waiting() {
  return (
    <div className="mx-auto flex max-w-300 flex-col gap-4 px-8 pt-8" aria-hidden="true">
      {["w-1/3", "w-1/2", "w-2/5", "w-1/2", "w-1/3"].map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: five grey lines
        <Skeleton key={index} className={`h-4 ${width}`} />
      ))}
    </div>
  );
}
