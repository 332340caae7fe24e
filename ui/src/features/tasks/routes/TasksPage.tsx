/** The list of tasks. */
import { task } from "@/shared/records/definitions/task";
import { RecordListPage } from "@/shared/records/list/RecordListPage";

export function TasksPage() {
  return <RecordListPage key={task.type} def={task} />;
}
