/** Searches all records for the palette. */
import { useQuery } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";

const LIMIT = 12;

export function useSearchAll(text: string) {
  const q = text.trim();
  return useQuery({
    queryKey: ["search", q],
    queryFn: () => data(client.GET("/api/core/search/", { params: { query: { q, limit: LIMIT } } })),
    enabled: q.length > 0,
    placeholderData: (old) => (q ? old : undefined),
    staleTime: 5_000,
  });
}
