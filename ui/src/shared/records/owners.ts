/** The people whose deals a screen can be narrowed to. */
import { useQuery } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";

export function useOwners() {
  return useQuery({
    queryKey: ["people", "list", "owners"],
    queryFn: async () =>
      (await data(client.GET("/api/people/", { params: { query: { page_size: 200 } } }))).results,
  });
}
