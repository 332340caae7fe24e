/** Opportunities: what their lists, pages and forms show. */
import { Target } from "lucide-react";
import type { AnyRecord, Opportunity } from "@/shared/api/types";
import type { RecordDef } from "../definition";

/** One line of one piece without discount takes the amount that is typed; of more, nobody knows which should change. */
function sumOfProducts(record: AnyRecord) {
  const lines = (record as Opportunity).products ?? [];
  const [only] = lines;
  const plain = lines.length === 1 && Number(only?.quantity) === 1 && Number(only?.discount_percentage) === 0;
  return lines.length === 0 || plain ? undefined : ("record.opportunity.sum_of_products" as const);
}

const FORECAST = ["omitted", "pipeline", "best_case", "commit", "closed"];

export const opportunity: RecordDef = {
  type: "opportunity",
  collection: "opportunities",
  icon: Target,
  one: "record.opportunity.one",
  many: "record.opportunity.many",
  create: "record.opportunity.create",
  path: "/opportunities/$id",
  listPath: "/opportunities",
  title: "name",
  ordering: "-created_at",
  empty: { title: "record.opportunity.empty_title", text: "record.opportunity.empty_text" },
  fields: [
    {
      key: "name",
      kind: "text",
      label: "field.name",
      required: true,
      create: true,
      sortable: true,
      filterable: true,
      column: { width: 215, shown: true },
    },
    {
      key: "company",
      kind: "company",
      label: "field.company",
      display: "company_name",
      create: true,
      filterable: true,
      column: { width: 190, shown: true },
    },
    {
      key: "contact",
      kind: "contact",
      label: "field.contact",
      display: "contact_name",
      create: true,
      filterable: true,
    },
    {
      key: "stage",
      kind: "stage",
      label: "field.stage",
      display: "stage_name",
      create: true,
      filterable: true,
      column: { width: 130, shown: true },
    },
    {
      key: "amount",
      kind: "money",
      label: "field.amount",
      currency: "currency",
      madeOf: sumOfProducts,
      create: true,
      sortable: true,
      filterable: true,
      column: { width: 115, shown: true },
    },
    { key: "currency", kind: "text", label: "field.currency", filterable: true },
    {
      key: "probability",
      kind: "percent",
      label: "field.probability",
      filterable: true,
      column: { width: 95, shown: true },
    },
    {
      key: "weighted_amount",
      kind: "money",
      label: "field.weighted_amount",
      currency: "currency",
      readOnly: true,
      column: { width: 120, shown: false },
    },
    {
      key: "expected_close_date",
      kind: "date",
      label: "field.expected_close_date",
      create: true,
      sortable: true,
      filterable: true,
      column: { width: 115, shown: true },
    },
    {
      key: "actual_close_date",
      kind: "date",
      label: "field.actual_close_date",
      sortable: true,
      filterable: true,
      column: { width: 130, shown: false },
    },
    {
      key: "owner",
      kind: "person",
      label: "field.owner",
      display: "owner_name",
      create: true,
      filterable: true,
      column: { width: 145, shown: true },
    },
    {
      key: "forecast_category",
      kind: "choice",
      label: "field.forecast_category",
      options: FORECAST,
      enumName: "forecast_category",
      filterable: true,
      column: { width: 120, shown: false },
    },
    {
      key: "next_step",
      kind: "text",
      label: "field.next_step",
      create: true,
      filterable: true,
      column: { width: 200, shown: false },
    },
    {
      key: "loss_reason",
      kind: "text",
      label: "field.loss_reason",
      filterable: true,
      column: { width: 160, shown: false },
    },
    { key: "description", kind: "multiline", label: "field.description" },
    {
      key: "tags",
      kind: "tags",
      label: "field.tags",
      filterable: true,
      column: { width: 160, shown: false },
    },
    { key: "notes", kind: "multiline", label: "field.notes" },
    {
      key: "created_at",
      kind: "instant",
      label: "field.created_at",
      readOnly: true,
      sortable: true,
      filterable: true,
      column: { width: 130, shown: false },
    },
    {
      key: "updated_at",
      kind: "instant",
      label: "field.updated_at",
      readOnly: true,
      sortable: true,
      filterable: true,
      column: { width: 130, shown: false },
    },
  ],
  groups: [
    {
      label: "record.group.deal",
      fields: [
        "stage",
        "amount",
        "probability",
        "weighted_amount",
        "expected_close_date",
        "actual_close_date",
        "forecast_category",
        "loss_reason",
        "next_step",
      ],
    },
    { label: "record.group.people", fields: ["company", "contact", "owner", "tags"] },
    { label: "record.group.notes", folds: true, fields: ["description", "notes"] },
  ],
};
