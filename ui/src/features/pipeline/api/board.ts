/** Reading the board, and keeping what was already scrolled to when it is read again. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { client, data, follow } from "@/shared/api/client";
import type { Opportunity, Page } from "@/shared/api/types";
import { appendCards, type Board, type Column } from "../model/board";

export interface BoardScope {
  pipeline?: string | undefined;
  owner?: string | undefined;
  search?: string | undefined;
}

const FIRST_PAGE = 30;
const NEXT_PAGE = 100;
const FURTHER_PAGE = 200;

export function boardKey(scope: BoardScope) {
  return ["opportunities", "board", scope] as const;
}

async function nextCards(column: Column, size: number): Promise<Page<Opportunity>> {
  const url = new URL(column.next ?? "", "http://localhost");
  url.searchParams.set("page_size", String(size));
  return follow<Page<Opportunity>>(url.pathname + url.search);
}

/** A refetch must not shorten a column that the user has scrolled: it reads on to where it was. */
async function readTo(board: Board, lengths: ReadonlyMap<string, number>): Promise<Board> {
  let full = board;
  for (const { id } of board.stages) {
    const wanted = lengths.get(id) ?? 0;
    let column = full.stages.find((each) => each.id === id);
    while (column?.next && column.results.length < wanted) {
      const page = await nextCards(column, FURTHER_PAGE);
      full = appendCards(full, id, page.results, page.next ?? null);
      column = full.stages.find((each) => each.id === id);
    }
  }
  return full;
}

export function boardQuery(scope: BoardScope) {
  return queryOptions({
    queryKey: boardKey(scope),
    meta: { tags: ["pipelines"] },
    queryFn: async ({ client: queryClient, queryKey }): Promise<Board> => {
      const before = queryClient.getQueryData<Board>(queryKey);
      const lengths = new Map(before?.stages.map((column) => [column.id, column.results.length]));
      const query = Object.fromEntries(
        Object.entries({ ...scope, page_size: FIRST_PAGE }).filter(([, value]) => value),
      );
      const board = await data(client.GET("/api/opportunities/pipeline/", { params: { query } }));
      return readTo(board, lengths);
    },
  });
}

export function useMoreCards(scope: BoardScope) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (column: Column) => nextCards(column, NEXT_PAGE),
    onSuccess: (page, column) =>
      queryClient.setQueryData<Board>(
        boardKey(scope),
        (old) => old && appendCards(old, column.id, page.results, page.next ?? null),
      ),
  });
}
