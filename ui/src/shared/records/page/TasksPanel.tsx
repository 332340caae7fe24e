/** The tasks linked to the record on the page. */
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { collections } from "@/shared/api/collections";
import type { ListQuery } from "@/shared/api/types";
import { IconButton } from "@/shared/components/Button";
import { openCreate } from "../create/dialogs";
import { TaskRow } from "../TaskRow";

const SHOWN = 20;

export function TasksPanel({
  link,
}: {
  link: Pick<ListQuery, "company" | "contact" | "lead" | "opportunity">;
}) {
  const { t } = useTranslation();
  const list = useQuery({
    queryKey: ["tasks", "related", link],
    queryFn: () => collections.tasks.list({ ...link, ordering: "due_date", page_size: SHOWN }),
  });
  return (
    <section aria-label={t("record.task.many")} className="border-t px-5 py-3">
      <div className="flex h-8 items-center">
        <h2 className="text-xs font-semibold text-faint">{t("record.task.many")}</h2>
        <IconButton
          label={t("record.task.create")}
          onClick={() => openCreate("task", link, () => {})}
          className="-mr-2 ml-auto size-7!"
        >
          <Plus size={14} />
        </IconButton>
      </div>
      <ul className="-mx-2">
        {list.data?.results.map((task) => (
          <TaskRow key={task.id} task={task} />
        ))}
      </ul>
      {list.isSuccess && list.data.results.length === 0 && (
        <p className="pb-1 text-faint">{t("record.none_yet")}</p>
      )}
    </section>
  );
}
