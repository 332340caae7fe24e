/** Tasks: what their lists, pages and forms show. */
import { CircleCheck } from "lucide-react";
import type { RecordDef } from "../definition";

const TYPES = ["call", "email", "meeting", "follow_up", "proposal", "demo", "other"];

export const task: RecordDef = {
  type: "task",
  collection: "tasks",
  icon: CircleCheck,
  one: "record.task.one",
  many: "record.task.many",
  create: "record.task.create",
  path: "/tasks/$id",
  listPath: "/tasks",
  title: "title",
  ordering: "due_date",
  empty: { title: "record.task.empty_title", text: "record.task.empty_text" },
  fields: [
    { key: "title", kind: "text", label: "field.title", required: true, create: true, sortable: true, filterable: true, column: { width: 320, shown: true } },
    { key: "task_type", kind: "choice", label: "field.task_type", options: TYPES, enumName: "task_type", create: true, sortable: true, filterable: true, column: { width: 120, shown: true } },
    { key: "status", kind: "choice", label: "field.status", options: ["pending", "in_progress", "completed", "cancelled"], enumName: "task_status", sortable: true, filterable: true, column: { width: 130, shown: true } },
    { key: "priority", kind: "choice", label: "field.priority", options: ["low", "medium", "high", "urgent"], enumName: "priority", create: true, sortable: true, filterable: true, column: { width: 100, shown: true } },
    { key: "due_date", kind: "date", label: "field.due_date", create: true, sortable: true, filterable: true, column: { width: 140, shown: true } },
    { key: "assigned_to", kind: "person", label: "field.assigned_to", display: "assigned_to_name", create: true, filterable: true, column: { width: 160, shown: true } },
    { key: "completed_at", kind: "instant", label: "field.completed_at", readOnly: true, sortable: true, column: { width: 130, shown: false } },
    { key: "description", kind: "multiline", label: "field.description", create: true },
    { key: "tags", kind: "tags", label: "field.tags", filterable: true, column: { width: 160, shown: false } },
    { key: "notes", kind: "multiline", label: "field.notes" },
    { key: "created_at", kind: "instant", label: "field.created_at", readOnly: true, sortable: true, column: { width: 130, shown: false } },
  ],
  groups: [
    { label: "record.group.task", fields: ["status", "task_type", "priority", "due_date", "assigned_to", "completed_at", "tags"] },
    { label: "record.group.notes", fields: ["description", "notes"] },
  ],
};
