/** The deals behind a figure, page by page. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ANALYTICS_TAGS } from "@/shared/analytics/tags";
import { client, data } from "@/shared/api/client";
import type { DealsRequest } from "./deals";
import type { DealsBehind } from "./types";

export function useDealsBehind(request: DealsRequest) {
  const { i18n } = useTranslation();
  const { title: _, ...asked } = request;
  const query = { ...asked, language: i18n.language };
  const result = useInfiniteQuery({
    // Among the lists of opportunities, so that an edit shows here at once as it does there.
    queryKey: ["opportunities", "list", { deals: query }],
    meta: { tags: ANALYTICS_TAGS },
    queryFn: async ({ pageParam }) =>
      (await data(
        client.GET("/api/core/analytics/deals/", {
          params: { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      )) as DealsBehind,
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  return {
    ...result,
    deals: result.data?.pages.flatMap((page) => page.results) ?? [],
    head: result.data?.pages[0],
  };
}
