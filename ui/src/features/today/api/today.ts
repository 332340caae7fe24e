/** What needs doing today. */
import { queryOptions } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";

export const todayQuery = queryOptions({
  queryKey: ["today"],
  meta: { tags: ["tasks", "leads", "opportunities", "activities"] },
  queryFn: () => data(client.GET("/api/core/today/")),
});
