/** Looking up what a link field can point at: people, companies, contacts. */
import { useQuery } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import type { Choice } from "@/shared/components/Combobox";
import type { FieldKind } from "../definition";

export type LinkKind = "person" | "company" | "contact";

export function isLinkKind(kind: FieldKind): kind is LinkKind {
  return kind === "person" || kind === "company" || kind === "contact";
}

const TAG: Record<LinkKind, string> = { person: "people", company: "companies", contact: "contacts" };
const CHOICES = 20;

async function findChoices(kind: LinkKind, search: string): Promise<Choice[]> {
  const query = { page_size: CHOICES, ...(search ? { search } : {}) };
  if (kind === "person") {
    const page = await data(client.GET("/api/people/", { params: { query } }));
    return page.results.map((row) => ({ value: row.id, label: row.name, hint: row.email }));
  }
  if (kind === "company") {
    const page = await data(client.GET("/api/companies/", { params: { query } }));
    return page.results.map((row) => ({ value: row.id, label: row.name, hint: row.domain }));
  }
  const page = await data(client.GET("/api/contacts/", { params: { query } }));
  return page.results.map((row) => ({ value: row.id, label: row.name, hint: row.company_name }));
}

async function findName(kind: LinkKind, id: string): Promise<string> {
  const path = { params: { path: { id } } };
  if (kind === "person") return (await data(client.GET("/api/people/{id}/", path))).name;
  if (kind === "company") return (await data(client.GET("/api/companies/{id}/", path))).name;
  return (await data(client.GET("/api/contacts/{id}/", path))).name;
}

/** Creates what a search did not find, with its name alone. Returns its id. */
export async function createLinked(kind: LinkKind, name: string): Promise<string> {
  if (kind === "company") return (await data(client.POST("/api/companies/", { body: { name } }))).id;
  return (await data(client.POST("/api/people/", { body: { name } }))).id;
}

export function useChoices(kind: LinkKind, search: string, enabled: boolean) {
  return useQuery({
    queryKey: [TAG[kind], "choices", search],
    queryFn: () => findChoices(kind, search),
    enabled,
    placeholderData: (old) => old,
  });
}

/** The name behind an id that a form or a filter holds; empty until it is known. */
export function useLinkName(kind: FieldKind, id: string | null): string {
  const link = isLinkKind(kind) ? kind : "person";
  const found = useQuery({
    queryKey: [TAG[link], "name", id],
    queryFn: () => findName(link, id ?? ""),
    enabled: isLinkKind(kind) && id !== null && id !== "",
  });
  return found.data ?? "";
}
