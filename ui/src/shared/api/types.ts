/** Short names for the generated wire types, and the map of the collections that have lists and pages. */
import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type Company = Schemas["Company"];
export type Contact = Schemas["Contact"];
export type Lead = Schemas["Lead"];
export type Opportunity = Schemas["Opportunity"];
export type Task = Schemas["Task"];
export type Activity = Schemas["Activity"];
export type Pipeline = Schemas["Pipeline"];
export type Stage = Schemas["Stage"];
export type Settings = Schemas["Settings"];
export type SettingsPatch = Schemas["SettingsPatch"];
export type Action = Schemas["Action"];
export type Job = Schemas["Job"];
export type UndoResult = Schemas["UndoResult"];
export type TimelineEntry = Schemas["TimelineEntry"];

export interface RecordOf {
  companies: Company;
  contacts: Contact;
  leads: Lead;
  opportunities: Opportunity;
  tasks: Task;
}

export type Collection = keyof RecordOf;
export type AnyRecord = RecordOf[Collection];
export type RecordType = "company" | "contact" | "lead" | "opportunity" | "task";

export interface Page<T> {
  count: number;
  next?: string | null;
  results: T[];
}

export interface ListQuery {
  search?: string;
  ordering?: string;
  page_size?: number;
  cursor?: string;
  filter?: string;
  company?: string;
  contact?: string;
  lead?: string;
  opportunity?: string;
  status?: string;
}
