/** One task, with a button to finish it. */
import { useParams } from "@tanstack/react-router";
import { CircleCheck, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Task } from "@/shared/api/types";
import { Button } from "@/shared/components/Button";
import { task } from "@/shared/records/definitions/task";
import { RecordPage } from "@/shared/records/page/RecordPage";
import { useTaskDone } from "@/shared/records/useTaskDone";

const def = { ...task, collection: "tasks" } as const;

export function TaskPage() {
  const id = useParams({ from: "/shell/tasks/$id", select: (params) => params.id });
  return <RecordPage def={def} id={id} actions={(record) => <FinishButton task={record} />} />;
}

function FinishButton({ task: record }: { task: Task }) {
  const { t } = useTranslation();
  const finish = useTaskDone();
  const done = record.status === "completed";
  return (
    <Button
      variant={done ? "secondary" : "primary"}
      icon={done ? <RotateCcw size={14} /> : <CircleCheck size={14} />}
      onClick={() => finish.mutate({ task: record, done: !done })}
    >
      {t(done ? "record.task.reopen" : "record.task.complete")}
    </Button>
  );
}
