/** Companies: what their lists, pages and forms show. */
import { Building2 } from "lucide-react";
import type { RecordDef } from "../definition";

export const company: RecordDef = {
  type: "company",
  collection: "companies",
  icon: Building2,
  one: "record.company.one",
  many: "record.company.many",
  create: "record.company.create",
  path: "/companies/$id",
  listPath: "/companies",
  title: "name",
  ordering: "name",
  empty: { title: "record.company.empty_title", text: "record.company.empty_text" },
  fields: [
    { key: "name", kind: "text", label: "field.name", required: true, create: true, sortable: true, filterable: true, column: { width: 260, shown: true } },
    { key: "domain", kind: "text", label: "field.domain", create: true, sortable: true, filterable: true, column: { width: 180, shown: true } },
    { key: "industry", kind: "text", label: "field.industry", create: true, sortable: true, filterable: true, column: { width: 160, shown: true } },
    { key: "size", kind: "text", label: "field.size", create: true, filterable: true, column: { width: 110, shown: false } },
    { key: "deal_count", kind: "number", label: "field.deal_count", readOnly: true, column: { width: 90, shown: true } },
    { key: "open_amount", kind: "money", label: "field.open_amount", readOnly: true, column: { width: 130, shown: true } },
    { key: "website", kind: "url", label: "field.website", create: true, column: { width: 180, shown: false } },
    { key: "phone", kind: "phone", label: "field.phone", create: true, column: { width: 150, shown: false } },
    { key: "address_line_1", kind: "text", label: "field.address_line_1" },
    { key: "address_line_2", kind: "text", label: "field.address_line_2" },
    { key: "postal_code", kind: "text", label: "field.postal_code" },
    { key: "city", kind: "text", label: "field.city", create: true, sortable: true, filterable: true, column: { width: 130, shown: true } },
    { key: "state", kind: "text", label: "field.state" },
    { key: "country", kind: "text", label: "field.country", sortable: true, filterable: true, column: { width: 130, shown: false } },
    { key: "parent", kind: "company", label: "field.parent" },
    { key: "tags", kind: "tags", label: "field.tags", filterable: true, column: { width: 180, shown: true } },
    { key: "notes", kind: "multiline", label: "field.notes" },
    { key: "created_at", kind: "instant", label: "field.created_at", readOnly: true, sortable: true, column: { width: 130, shown: false } },
    { key: "updated_at", kind: "instant", label: "field.updated_at", readOnly: true, sortable: true, column: { width: 130, shown: false } },
  ],
  groups: [
    { label: "record.group.about", fields: ["domain", "industry", "size", "website", "phone", "parent", "tags"] },
    { label: "record.group.address", fields: ["address_line_1", "address_line_2", "postal_code", "city", "state", "country"] },
    { label: "record.group.notes", fields: ["notes"] },
  ],
};
