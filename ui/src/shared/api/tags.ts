/** Which cached queries a change event makes stale. Query keys start with their collection's tag. */
import type { Query } from "@tanstack/react-query";

/** `collection` alone touches everything of it; `collection:id` spares the pages of other records. */
export interface Tag {
  collection: string;
  id: string | null;
}

export function parseTag(tag: string): Tag {
  const at = tag.indexOf(":");
  return at < 0 ? { collection: tag, id: null } : { collection: tag.slice(0, at), id: tag.slice(at + 1) };
}

/**
 * Whether a query with this key (and the extra collections named in its meta) is stale after these tags.
 * A single edit carries both `leads` and `leads:ID`: the bare tag refreshes lists, the id one the page.
 */
export function isStaleAfter(
  key: readonly unknown[],
  also: readonly string[],
  tags: readonly Tag[],
): boolean {
  const [collection, shape, id] = key;
  const named = new Set(tags.filter((tag) => tag.id !== null).map((tag) => tag.collection));
  return tags.some((tag) => {
    if (also.includes(tag.collection)) return true;
    if (tag.collection !== collection) return false;
    if (shape !== "record") return true;
    return tag.id === null ? !named.has(tag.collection) : tag.id === id;
  });
}

export function isQueryStale(query: Query, tags: readonly Tag[]): boolean {
  const also = (query.meta?.tags as string[] | undefined) ?? [];
  return isStaleAfter(query.queryKey, also, tags);
}
