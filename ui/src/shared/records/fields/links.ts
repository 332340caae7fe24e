/** Looking up what a link field can point at: people, and records of other kinds. */
import { useQuery } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import { callsOf } from "@/shared/api/collections";
import type { Choice } from "@/shared/components/Combobox";
import { type FieldKind, type RecordLinkKind, textOf, titleOf } from "../definition";
import { definitions } from "../registry";

export type LinkKind = "person" | RecordLinkKind;

/** What tells two of the same name apart. */
const HINT: Record<RecordLinkKind, string> = {
  company: "domain",
  contact: "company_name",
  lead: "company_name",
  opportunity: "company_name",
};
const CHOICES = 20;

export function isRecordLink(kind: FieldKind): kind is RecordLinkKind {
  return kind in HINT;
}

export function isLinkKind(kind: FieldKind): kind is LinkKind {
  return kind === "person" || isRecordLink(kind);
}

const tagOf = (kind: LinkKind) => (kind === "person" ? "people" : definitions[kind].collection);

async function findChoices(kind: LinkKind, search: string): Promise<Choice[]> {
  const query = { page_size: CHOICES, ...(search ? { search } : {}) };
  if (kind === "person") {
    const page = await data(client.GET("/api/people/", { params: { query } }));
    return page.results.map((row) => ({ value: row.id, label: row.name, hint: row.email }));
  }
  const def = definitions[kind];
  const page = await callsOf(def.collection).list(query);
  return page.results.map((row) => ({
    value: row.id,
    label: titleOf(def, row),
    hint: textOf(row, HINT[kind]),
  }));
}

async function findName(kind: LinkKind, id: string): Promise<string> {
  if (kind === "person")
    return (await data(client.GET("/api/people/{id}/", { params: { path: { id } } }))).name;
  const def = definitions[kind];
  return titleOf(def, await callsOf(def.collection).get(id));
}

/** What a name alone makes. A contact, lead or deal asks for more than that. */
export function isMadeByName(kind: LinkKind): kind is "person" | "company" {
  return kind === "person" || kind === "company";
}

/** Creates what a search did not find. Returns its id. */
export async function createLinked(kind: "person" | "company", name: string): Promise<string> {
  if (kind === "company") return (await data(client.POST("/api/companies/", { body: { name } }))).id;
  return (await data(client.POST("/api/people/", { body: { name } }))).id;
}

export function useChoices(kind: LinkKind, search: string, enabled: boolean) {
  return useQuery({
    queryKey: [tagOf(kind), "choices", search],
    queryFn: () => findChoices(kind, search),
    enabled,
    placeholderData: (old) => old,
  });
}

/** The name behind an id that a form or a filter holds; empty until it is known. */
export function useLinkName(kind: FieldKind, id: string | null): string {
  const link = isLinkKind(kind) ? kind : "person";
  const found = useQuery({
    queryKey: [tagOf(link), "name", id],
    queryFn: () => findName(link, id ?? ""),
    enabled: isLinkKind(kind) && id !== null && id !== "",
  });
  return found.data ?? "";
}
