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
import { todayQuery } from "../api/today";
import { Sections } from "../components/Sections";

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
          <Sections today={query.data} />
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
