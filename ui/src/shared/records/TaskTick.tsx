/** The round box that ticks a task off. */
import { useTranslation } from "react-i18next";
import type { Task } from "@/shared/api/types";
import { Checkbox } from "@/shared/components/Controls";
import { useTaskDone } from "./useTaskDone";

export function TaskTick({ task, tabIndex }: { task: Task; tabIndex?: number }) {
  const { t } = useTranslation();
  const finish = useTaskDone();
  return (
    <Checkbox
      round
      {...(tabIndex === undefined ? {} : { tabIndex })}
      checked={task.status === "completed"}
      onChange={(done) => finish.mutate({ task, done })}
      label={t("record.task.complete_named", { name: task.title })}
    />
  );
}
