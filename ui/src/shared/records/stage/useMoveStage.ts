/** Moves a deal to a stage from its page. The board has its own move, because there the place counts too. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { patchCached } from "@/shared/api/cache";
import { answer, client } from "@/shared/api/client";
import type { Opportunity, Stage } from "@/shared/api/types";
import { useUndo } from "@/shared/undo/useUndo";
import { askLossReason } from "./loss";

interface Move {
  deal: Opportunity;
  stage: Stage;
}

export function useMoveStage() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  const mutation = useMutation({
    mutationFn: ({ deal, stage, reason }: Move & { reason: string | null }) =>
      answer(
        client.POST("/api/opportunities/{id}/update_stage/", {
          params: { path: { id: deal.id } },
          body: { stage: stage.id, ...(reason ? { loss_reason: reason } : {}) },
        }),
      ),
    onMutate: ({ deal, stage }) => ({
      rollback: patchCached(queryClient, "opportunities", deal.id, {
        stage: stage.slug,
        stage_name: stage.name,
        stage_kind: stage.kind,
      }),
    }),
    onError: (error, _move, context) => {
      context?.rollback();
      queryClient.invalidateQueries({ queryKey: ["opportunities"] });
      undo.fail(t("pipeline.move_failed"), error);
    },
    onSuccess: ({ data, changeSet }, { deal, stage }) => {
      queryClient.setQueryData(["opportunities", "record", deal.id], data);
      queryClient.invalidateQueries({ queryKey: ["opportunities"] });
      undo.announce(t("pipeline.moved", { name: deal.name, stage: stage.name }), changeSet);
    },
  });
  return async (move: Move) => {
    const reason = move.stage.kind === "lost" ? await askLossReason(move.deal.name) : "";
    if (reason !== null) mutation.mutate({ ...move, reason });
  };
}
