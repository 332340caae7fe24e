/** Dropping a card: shown at once, saved after, put back if saving fails. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answer, client } from "@/shared/api/client";
import { askLossReason } from "@/shared/records/stage/loss";
import { useUndo } from "@/shared/undo/useUndo";
import { type Board, findCard, moveCard, neighbours, type Slot } from "../model/board";
import { type BoardScope, boardKey } from "./board";

interface Drop {
  id: string;
  to: Slot;
  place: { before?: string; after?: string };
  reason: string;
  before: Board;
}

const MUTATION = ["move"];

export function useMoveCard(scope: BoardScope) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  const key = boardKey(scope);
  const save = useMutation({
    mutationKey: MUTATION,
    mutationFn: ({ id, to, place, reason }: Drop) =>
      answer(
        client.POST("/api/opportunities/{id}/update_stage/", {
          params: { path: { id } },
          body: { stage: to.stage, ...place, ...(reason ? { loss_reason: reason } : {}) },
        }),
      ),
    onError: (error, { before }) => {
      queryClient.setQueryData(key, before);
      undo.fail(t("pipeline.move_failed"), error);
    },
    onSuccess: ({ data, changeSet }) =>
      undo.announce(t("pipeline.moved", { name: data.name, stage: data.stage_name }), changeSet),
    onSettled: () => {
      // Between two quick drops the server knows only the first: read again after the last.
      if (queryClient.isMutating({ mutationKey: MUTATION }) <= 1)
        queryClient.invalidateQueries({ queryKey: ["opportunities"] });
    },
  });

  /** Asks for the reason first when the card enters a lost stage. Tells whether the card was moved. */
  return async (id: string, to: Slot): Promise<boolean> => {
    const board = queryClient.getQueryData<Board>(key);
    const found = board && findCard(board, id);
    const target = board?.stages.find((column) => column.id === to.stage);
    if (!found || !target) return false;
    const asks = target.kind === "lost" && found.slot.stage !== to.stage;
    const reason = asks ? await askLossReason(found.card.name) : "";
    if (reason === null) return false;
    queryClient.cancelQueries({ queryKey: key });
    queryClient.setQueryData(key, moveCard(board, id, to));
    save.mutate({ id, to, place: neighbours(board, id, to), reason, before: board });
    return true;
  };
}
