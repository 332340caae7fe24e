/** Ticking a task off and opening it again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { patchCached } from "@/shared/api/cache";
import { answer, client } from "@/shared/api/client";
import type { Task } from "@/shared/api/types";
import { useUndo } from "@/shared/undo/useUndo";

export function useTaskDone() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: ({ task, done }: { task: Task; done: boolean }) => {
      const path = { params: { path: { id: task.id } } };
      return answer(
        done ? client.POST("/api/tasks/{id}/complete/", path) : client.POST("/api/tasks/{id}/reopen/", path),
      );
    },
    onMutate: ({ task, done }) => ({
      rollback: patchCached(queryClient, "tasks", task.id, { status: done ? "completed" : "pending" }),
    }),
    onError: (error, _input, context) => {
      context?.rollback();
      queryClient.invalidateQueries({ queryKey: ["tasks"] });
      undo.fail(t("record.save_failed"), error);
    },
    onSuccess: ({ changeSet }, { task, done }) => {
      queryClient.invalidateQueries({ queryKey: ["tasks"] });
      queryClient.invalidateQueries({ queryKey: ["today"] });
      undo.announce(
        t(done ? "record.task.completed" : "record.task.reopened", { name: task.title }),
        changeSet,
      );
    },
  });
}
