/** The cached pages of entries without the one that was just dealt with. */
import type { InfiniteData } from "@tanstack/react-query";

interface Entries {
  results: { id: string }[];
}

export function withoutEntry(id: string) {
  return (old: InfiniteData<Entries> | undefined): InfiniteData<Entries> | undefined =>
    old && {
      ...old,
      pages: old.pages.map((page) => ({ ...page, results: page.results.filter((entry) => entry.id !== id) })),
    };
}
