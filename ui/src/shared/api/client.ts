/** The typed API client over the host, and how an answer becomes data plus its change set. */
import createClient from "openapi-fetch";
import { host } from "@/shared/host/current";
import { toApiError } from "./errors";
import { uuid } from "./ids";
import type { paths } from "./schema.gen";

/** An answer's data and the change set that undoes what it did. */
export interface Answer<T> {
  data: T;
  changeSet: string | null;
}

export const client = createClient<paths>({
  baseUrl: host.baseUrl,
  fetch: (request) => host.request(request),
});

client.use({
  onRequest({ request }) {
    // A failed desktop call is sent a second time by the web view; the key makes the second one harmless.
    if (request.method !== "GET") request.headers.set("Idempotency-Key", uuid());
    return request;
  },
});

interface Raw<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export async function answer<T>(call: Promise<Raw<T>>): Promise<Answer<T>> {
  const { data, error, response } = await call;
  if (!response.ok) throw toApiError(response.status, error);
  return { data: data as T, changeSet: response.headers.get("X-Change-Set") };
}

export async function data<T>(call: Promise<Raw<T>>): Promise<T> {
  return (await answer(call)).data;
}

/** Follows a relative URL that a list answered with (`next`). */
export async function follow<T>(url: string): Promise<T> {
  const response = await host.request(new Request(host.baseUrl + url));
  const body: unknown = await response.json();
  if (!response.ok) throw toApiError(response.status, body);
  return body as T;
}

/** The cursor inside a `next` URL, or undefined at the end of a list. */
export function cursorOf(next: string | null | undefined): string | undefined {
  if (!next) return undefined;
  return new URL(next, "http://localhost").searchParams.get("cursor") ?? undefined;
}
