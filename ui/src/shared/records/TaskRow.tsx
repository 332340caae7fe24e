/** A task as one line: tick it off, open it, see when it is due. */
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import type { Task } from "@/shared/api/types";
import { Badge } from "@/shared/components/Badge";
import { Time } from "@/shared/components/Time";
import { isCivil } from "@/shared/format/dates";
import { useFormat } from "@/shared/format/useFormat";
import { TaskTick } from "./TaskTick";

interface TaskRowProps {
  task: Task;
  /** Names the record it is about, where the page is not that record's. */
  withAbout?: boolean;
}

export function TaskRow({ task, withAbout }: TaskRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const done = task.status === "completed";
  const due = task.due_date && (isCivil(task.due_date) ? task.due_date : format.civilOf(task.due_date));
  const about =
    withAbout && (task.opportunity_name ?? task.company_name ?? task.contact_name ?? task.lead_name);
  const late = due && !done && format.daysUntil(due) < 0;
  return (
    <li className="flex h-row items-center gap-2.5 rounded-md px-2 hover:bg-hover">
      <TaskTick task={task} />
      <Link
        to="/tasks/$id"
        params={{ id: task.id }}
        className={clsx("flex min-w-0 flex-1 gap-2.5", done && "text-faint line-through")}
      >
        <span className="truncate">{task.title}</span>
        {about && <span className="min-w-0 shrink-50 truncate text-faint">{about}</span>}
      </Link>
      {task.priority === "urgent" && !done && <Badge tone="danger">{t("enum.priority.urgent")}</Badge>}
      {due && (
        <Time
          value={due}
          className={clsx("num shrink-0 text-xs", late ? "font-medium text-danger-text" : "text-muted")}
        />
      )}
    </li>
  );
}
