/** Leads: what their lists, pages and forms show. */
import { Sparkle } from "lucide-react";
import type { RecordDef } from "../definition";

const SOURCES = ["website", "referral", "social_media", "email_campaign", "cold_call", "trade_show", "advertisement", "other"];

export const lead: RecordDef = {
  type: "lead",
  collection: "leads",
  icon: Sparkle,
  one: "record.lead.one",
  many: "record.lead.many",
  create: "record.lead.create",
  path: "/leads/$id",
  listPath: "/leads",
  title: "name",
  ordering: "-created_at",
  empty: { title: "record.lead.empty_title", text: "record.lead.empty_text" },
  fields: [
    { key: "name", kind: "text", label: "field.name", readOnly: true, column: { width: 200, shown: true } },
    { key: "first_name", kind: "text", label: "field.first_name", create: true, sortable: true, filterable: true },
    { key: "last_name", kind: "text", label: "field.last_name", required: true, create: true, sortable: true, filterable: true },
    { key: "company_name", kind: "text", label: "field.company", create: true, sortable: true, filterable: true, column: { width: 180, shown: true } },
    { key: "job_title", kind: "text", label: "field.job_title", create: true, column: { width: 150, shown: false } },
    { key: "status", kind: "choice", label: "field.status", options: ["new", "contacted", "qualified", "unqualified", "converted", "lost"], enumName: "lead_status", create: true, sortable: true, filterable: true, column: { width: 120, shown: true } },
    { key: "priority", kind: "choice", label: "field.priority", options: ["low", "medium", "high", "urgent"], enumName: "priority", create: true, sortable: true, filterable: true, column: { width: 100, shown: true } },
    { key: "lead_score", kind: "number", label: "field.lead_score", readOnly: true, sortable: true, filterable: true, column: { width: 80, shown: true } },
    { key: "estimated_value", kind: "money", label: "field.estimated_value", create: true, sortable: true, filterable: true, column: { width: 120, shown: true } },
    { key: "email", kind: "email", label: "field.email", create: true, filterable: true, column: { width: 220, shown: false } },
    { key: "phone", kind: "phone", label: "field.phone", create: true, column: { width: 150, shown: false } },
    { key: "lead_source", kind: "choice", label: "field.lead_source", options: SOURCES, enumName: "lead_source", create: true, sortable: true, filterable: true, column: { width: 130, shown: true } },
    { key: "owner", kind: "person", label: "field.owner", display: "owner_name", create: true, filterable: true, column: { width: 150, shown: true } },
    { key: "assigned_to", kind: "person", label: "field.assigned_to", display: "assigned_to_name", filterable: true },
    { key: "next_follow_up", kind: "date", label: "field.next_follow_up", create: true, sortable: true, filterable: true, column: { width: 130, shown: true } },
    { key: "last_contact_date", kind: "instant", label: "field.last_contact_date", readOnly: true, sortable: true, column: { width: 130, shown: false } },
    { key: "tags", kind: "tags", label: "field.tags", filterable: true, column: { width: 160, shown: false } },
    { key: "notes", kind: "multiline", label: "field.notes" },
    { key: "created_at", kind: "instant", label: "field.created_at", readOnly: true, sortable: true, column: { width: 130, shown: false } },
    { key: "updated_at", kind: "instant", label: "field.updated_at", readOnly: true, sortable: true, column: { width: 130, shown: false } },
  ],
  groups: [
    { label: "record.group.about", fields: ["first_name", "last_name", "company_name", "job_title"] },
    { label: "record.group.reach", fields: ["email", "phone"] },
    { label: "record.group.status", fields: ["status", "priority", "lead_score", "estimated_value", "lead_source", "owner", "next_follow_up", "last_contact_date", "tags"] },
    { label: "record.group.notes", fields: ["notes"] },
  ],
};
