/** The query client, and writing a record's new values into every place of the cache that shows it. */
import { type InfiniteData, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./errors";
import type { Collection, Page } from "./types";

type Values = Record<string, unknown>;
type Listed = Page<{ id: string }>;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
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

/** Applies values at once. Returns what puts the cache back as it was. */
export function patchCached(
  client: QueryClient,
  collection: Collection,
  id: string,
  values: Values,
): () => void {
  const before = client.getQueriesData({ queryKey: [collection] });
  client.setQueryData([collection, "record", id], (old: Values | undefined) => old && { ...old, ...values });
  client.setQueriesData({ queryKey: [collection, "list"] }, (old: InfiniteData<Listed> | undefined) =>
    old?.pages ? mapPages(old, (row) => (row.id === id ? { ...row, ...values } : row)) : old,
  );
  return () => {
    for (const [key, value] of before) client.setQueryData(key, value);
  };
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
