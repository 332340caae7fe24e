/** The pipelines with their stages; few, shared by boards, forms and filters. */
import { queryOptions } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import type { Pipeline } from "@/shared/api/types";

export const pipelinesQuery = queryOptions({
  queryKey: ["pipelines", "list", "all"],
  queryFn: async (): Promise<Pipeline[]> =>
    (await data(client.GET("/api/pipelines/", { params: { query: { page_size: 200 } } }))).results,
});

export function defaultPipeline(pipelines: readonly Pipeline[] | undefined): Pipeline | undefined {
  return pipelines?.find((each) => each.is_default) ?? pipelines?.[0];
}
