/** A list's state in the address: search text, order and filter. Back, forward and links bring it back. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { z } from "zod";
import { filterSchema } from "./filter";

export const listSearchSchema = z.object({
  q: z.string().optional().catch(undefined),
  sort: z.string().optional().catch(undefined),
  filter: filterSchema.optional().catch(undefined),
});

export type ListSearch = z.infer<typeof listSearchSchema>;

export function useListSearch(): [ListSearch, (change: Partial<ListSearch>) => void] {
  const search: ListSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (part: Partial<ListSearch>) => {
      // Typing replaces the entry: going back leaves the list instead of deleting letters.
      navigate({
        to: ".",
        search: (old: ListSearch) => ({ ...old, ...part }),
        replace: "q" in part,
      } as never);
    },
    [navigate],
  );
  return [search, change];
}
