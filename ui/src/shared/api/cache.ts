/** The query client, and writing a record's new values into every place of the cache that shows it. */
import { hashKey, type InfiniteData, QueryClient, type QueryKey } from "@tanstack/react-query";
import { ApiError } from "./errors";
import type { Collection, Page } from "./types";

type Values = Record<string, unknown>;
type Listed = Page<{ id: string }>;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // The API is on this computer: whether there is a network says nothing about it.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // An answer with a status is an answer: asking again will not change it.
        retry: (count, error) => !(error instanceof ApiError) && count < 2,
      },
    },
  });
}

function mapPages(pages: InfiniteData<Listed>, map: (row: { id: string }) => { id: string } | null) {
  return {
    ...pages,
    pages: pages.pages.map((page) => {
      const results = page.results.map(map).filter((row) => row !== null);
      const gone = page.results.length - results.length;
      return { ...page, count: page.count - gone, results };
    }),
  };
}

function pick(record: object, keys: readonly string[]): Values {
  return Object.fromEntries(keys.map((key) => [key, (record as Values)[key]]));
}

/** Writes into the record's page and into its row of every cached list. */
function writeCached(
  client: QueryClient,
  collection: Collection,
  id: string,
  change: (row: { id: string }, key: QueryKey) => { id: string },
) {
  const page = [collection, "record", id];
  client.setQueryData(page, (old: { id: string } | undefined) => old && change(old, page));
  for (const [key, old] of client.getQueriesData<InfiniteData<Listed>>({ queryKey: [collection, "list"] })) {
    if (old?.pages)
      client.setQueryData(
        key,
        mapPages(old, (row) => (row.id === id ? change(row, key) : row)),
      );
  }
}

/**
 * Applies values at once. Returns what takes them back: these fields alone, and only where they still stand, because
 * another edit may have been made and saved meanwhile.
 */
export function patchCached(
  client: QueryClient,
  collection: Collection,
  id: string,
  values: Values,
): () => void {
  const names = Object.keys(values);
  const before = new Map<string, Values>();
  writeCached(client, collection, id, (row, key) => {
    before.set(hashKey(key), pick(row, names));
    return { ...row, ...values };
  });
  return () =>
    writeCached(client, collection, id, (row, key) => {
      const old = before.get(hashKey(key));
      const now = row as Values & { id: string };
      // By content: the cache keeps its own copy of a list.
      const mine = names.filter((name) => old && hashKey([now[name]]) === hashKey([values[name]]));
      return { ...now, ...pick(old ?? {}, mine) };
    });
}

/** Takes records out of every cached list at once. Returns what puts the cache back as it was. */
export function dropCached(
  client: QueryClient,
  collection: Collection,
  ids: ReadonlySet<string>,
): () => void {
  const before = client.getQueriesData({ queryKey: [collection, "list"] });
  client.setQueriesData({ queryKey: [collection, "list"] }, (old: InfiniteData<Listed> | undefined) =>
    old?.pages ? mapPages(old, (row) => (ids.has(row.id) ? null : row)) : old,
  );
  return () => {
    for (const [key, value] of before) client.setQueryData(key, value);
  };
}
