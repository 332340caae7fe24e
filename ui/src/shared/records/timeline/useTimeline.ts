/** What happened to a record, newest first, page by page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { client, cursorOf, data } from "@/shared/api/client";
import type { RecordDef } from "../definition";

export function useTimeline(def: RecordDef, id: string) {
  return useInfiniteQuery({
    queryKey: [def.collection, "timeline", id],
    meta: { tags: ["activities"] },
    queryFn: ({ pageParam }) =>
      data(
        client.GET("/api/core/timeline/", {
          params: {
            query: { record_type: def.type, record_id: id, ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => cursorOf(last.next),
  });
}
