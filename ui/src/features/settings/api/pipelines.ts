/** Saving pipelines and their stages. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Answer, answer, client } from "@/shared/api/client";
import type { Pipeline } from "@/shared/api/types";
import { useUndo } from "@/shared/undo/useUndo";
import type { Draft } from "../model/draft";

export function useSavePipeline() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: ({ id, name, stages }: Draft): Promise<Answer<Pipeline>> => {
      const body = {
        name: name.trim(),
        stages: stages.map(({ id: stage, name: title, kind, probability, stalled_after_days }) => ({
          ...(stage ? { id: stage } : {}),
          name: title.trim(),
          kind,
          probability,
          stalled_after_days,
        })),
      } as never;
      return id
        ? answer(client.PATCH("/api/pipelines/{id}/", { params: { path: { id } }, body }))
        : answer(client.POST("/api/pipelines/", { body }));
    },
    onSuccess: ({ data, changeSet }) => {
      queryClient.invalidateQueries({ queryKey: ["pipelines"] });
      queryClient.invalidateQueries({ queryKey: ["opportunities"] });
      undo.announce(t("settings.pipelines.saved", { name: data.name }), changeSet);
    },
  });
}

export function useDeletePipeline() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: (pipeline: Pipeline) =>
      answer(client.DELETE("/api/pipelines/{id}/", { params: { path: { id: pipeline.id } } })),
    onSuccess: ({ changeSet }, pipeline) => {
      queryClient.invalidateQueries({ queryKey: ["pipelines"] });
      undo.announce(t("settings.pipelines.deleted", { name: pipeline.name }), changeSet);
    },
    onError: (error) => undo.fail(t("record.delete_failed"), error),
  });
}
