/** What an edit does to the cache: shown before the server has answered, taken back where that fails. */
import type { QueryClient } from "@tanstack/react-query";
import { patchCached } from "@/shared/api/cache";
import type { Answer } from "@/shared/api/client";
import type { AnyRecord, Collection } from "@/shared/api/types";

export interface Edit {
  id: string;
  values: Record<string, unknown>;
  /** Display names that go with the values, shown until the server has answered. */
  shown?: Record<string, unknown>;
  message?: string;
}

interface Outcome {
  saved(answer: Answer<AnyRecord>, edit: Edit): void;
  failed(error: Error): void;
}

export function updateOptions(
  queryClient: QueryClient,
  collection: Collection,
  save: (id: string, values: Edit["values"]) => Promise<Answer<AnyRecord>>,
  outcome: Outcome,
) {
  const mutationKey = ["update", collection];
  // Between two quick edits the server knows only the first: read again after the last.
  const isLast = () => queryClient.isMutating({ mutationKey }) <= 1;
  const readAgain = () => {
    if (isLast()) queryClient.invalidateQueries({ queryKey: [collection] });
  };
  return {
    mutationKey,
    // In the order they were made: a list of products or tags is sent whole.
    scope: { id: mutationKey.join() },
    mutationFn: ({ id, values }: Edit) => save(id, values),
    onMutate: async ({ id, values, shown }: Edit) => {
      await queryClient.cancelQueries({ queryKey: [collection] });
      return { takeBack: patchCached(queryClient, collection, id, { ...values, ...shown }) };
    },
    onError: (error: Error, _edit: Edit, context: { takeBack: () => void } | undefined) => {
      context?.takeBack();
      readAgain();
      outcome.failed(error);
    },
    onSuccess: (answer: Answer<AnyRecord>, edit: Edit) => {
      if (isLast()) queryClient.setQueryData([collection, "record", edit.id], answer.data);
      readAgain();
      outcome.saved(answer, edit);
    },
  };
}
