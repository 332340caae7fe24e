/** The rows of a list, page by page, as the user scrolls. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { cursorOf } from "@/shared/api/client";
import { callsOf } from "@/shared/api/collections";
import type { ListQuery } from "@/shared/api/types";
import type { RecordDef } from "../definition";

const PAGE_SIZE = 100;

export function useRecords(def: RecordDef, query: ListQuery) {
  const api = callsOf(def.collection);
  const result = useInfiniteQuery({
    queryKey: [def.collection, "list", query],
    queryFn: ({ pageParam }) =>
      api.list({ ...query, page_size: PAGE_SIZE, ...(pageParam ? { cursor: pageParam } : {}) }),
    initialPageParam: "",
    getNextPageParam: (last) => cursorOf(last.next),
    placeholderData: keepPreviousData,
  });
  const rows = result.data?.pages.flatMap((page) => page.results) ?? [];
  return { ...result, rows, count: result.data?.pages.at(-1)?.count ?? null };
}
