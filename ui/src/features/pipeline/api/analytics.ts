/** Reading the pipeline's analytics. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Scope } from "@/shared/analytics/scope";
import { ANALYTICS_TAGS } from "@/shared/analytics/tags";
import { client, data } from "@/shared/api/client";
import type { PipelineAnalytics } from "./analyticsTypes";

export const analyticsQuery = (query: Scope & { language: string }) =>
  queryOptions({
    queryKey: ["analytics", "pipeline", query],
    meta: { tags: ANALYTICS_TAGS },
    queryFn: async () =>
      (await data(
        client.GET("/api/core/analytics/pipeline_analytics/", { params: { query } }),
      )) as PipelineAnalytics,
    placeholderData: keepPreviousData,
  });
