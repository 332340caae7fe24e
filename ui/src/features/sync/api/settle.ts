/** Dealing with a conflict or with what was not accepted. The row goes at once, and comes back where that fails. */
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Answer, answer, client } from "@/shared/api/client";
import { useUndo } from "@/shared/undo/useUndo";
import { withoutEntry } from "../model/entries";
import { conflictsQuery, rejectedQuery } from "./lists";

export type ConflictChoice = "keep" | "take_other";
export type RejectedChoice = "retry" | "dismiss";

interface Settled<Choice> {
  id: string;
  choice: Choice;
  /** What the toast says. */
  told: string;
}

const at = (id: string) => ({ params: { path: { id } } });

export function useSettleConflict() {
  return useSettle<ConflictChoice>(conflictsQuery.queryKey, ({ id, choice }) =>
    choice === "keep"
      ? answer(client.POST("/api/sync/conflicts/{id}/keep/", at(id)))
      : answer(client.POST("/api/sync/conflicts/{id}/take_other/", at(id))),
  );
}

export function useSettleRejected() {
  return useSettle<RejectedChoice>(rejectedQuery.queryKey, ({ id, choice }) =>
    choice === "retry"
      ? answer(client.POST("/api/sync/rejected/{id}/retry/", at(id)))
      : answer(client.POST("/api/sync/rejected/{id}/dismiss/", at(id))),
  );
}

function useSettle<Choice>(queryKey: QueryKey, call: (settled: Settled<Choice>) => Promise<Answer<unknown>>) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: call,
    onMutate: async ({ id }) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData(queryKey);
      queryClient.setQueryData(queryKey, withoutEntry(id));
      return { before };
    },
    onSuccess: ({ changeSet }, { told }) => undo.announce(told, changeSet, "sync"),
    onError: (error, _settled, context) => {
      queryClient.setQueryData(queryKey, context?.before);
      undo.fail(t("sync.not_settled"), error);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["sync"] }),
  });
}
