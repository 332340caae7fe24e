/** Reading forecast, accuracy and quotas. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Scope } from "@/shared/analytics/scope";
import { ANALYTICS_TAGS } from "@/shared/analytics/tags";
import { client, data } from "@/shared/api/client";
import type { Accuracy, SalesForecast } from "./types";

interface ForecastQuery extends Pick<Scope, "pipeline" | "owner" | "currency"> {
  months: number;
  language: string;
}

export const forecastQuery = (query: ForecastQuery) =>
  queryOptions({
    queryKey: ["analytics", "forecast", query],
    meta: { tags: ANALYTICS_TAGS },
    queryFn: async () =>
      (await data(client.GET("/api/core/analytics/sales_forecast/", { params: { query } }))) as SalesForecast,
    placeholderData: keepPreviousData,
  });

/** While the backtest is at work, it is asked whether it is done. */
const LOOK_AGAIN_MS = 1500;

export const accuracyQuery = (query: { pipeline?: string | undefined; horizon: number; language: string }) =>
  queryOptions({
    queryKey: ["analytics", "accuracy", query],
    meta: { tags: [...ANALYTICS_TAGS, "accuracy"] },
    queryFn: async () =>
      (await data(client.GET("/api/core/analytics/accuracy/", { params: { query } }))) as Accuracy,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.state === "working" ? LOOK_AGAIN_MS : false),
  });

export const quotasQuery = (query: { pipeline: string; from: string; until: string }) =>
  queryOptions({
    queryKey: ["analytics", "quotas", query],
    meta: { tags: ANALYTICS_TAGS },
    queryFn: () => data(client.GET("/api/core/analytics/quotas/", { params: { query } })),
  });

/** Overrides of forecast categories, page by page. */
export const overridesQuery = (pipeline: string) =>
  infiniteQueryOptions({
    queryKey: ["analytics", "overrides", pipeline],
    meta: { tags: ANALYTICS_TAGS },
    initialPageParam: "",
    queryFn: ({ pageParam: cursor }) =>
      data(client.GET("/api/core/analytics/category_changes/", { params: { query: { pipeline, cursor } } })),
    getNextPageParam: (page) =>
      page.next ? new URLSearchParams(page.next.split("?")[1]).get("cursor") : undefined,
  });
