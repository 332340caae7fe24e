/** What the server side says about itself: version, first start, how much there is. */
import { queryOptions } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";

export const statusQuery = queryOptions({
  queryKey: ["status"],
  meta: { tags: ["companies", "contacts", "leads", "opportunities", "tasks"] },
  queryFn: () => data(client.GET("/api/core/status/")),
});
