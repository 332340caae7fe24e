/** Taking changes back and doing them again, and the toast that offers it after each change. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { answer, client } from "@/shared/api/client";
import { ApiError, messageOf } from "@/shared/api/errors";
import { showToast } from "@/shared/components/toasts";
import { whenTaken } from "./job";
import { useActionText } from "./useActionText";

export interface Undo {
  /** Takes back one change set, or the last one that is not undone. */
  undo(changeSet?: string): Promise<void>;
  /** Does the last undone action again. */
  redo(): Promise<void>;
  /** Says that something was done; offers Undo when the answer named a change set. */
  announce(title: string, changeSet: string | null, slot?: string): void;
  /** Says that something was not done and why. */
  fail(title: string, error: unknown): void;
}

export function useUndo(): Undo {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const text = useActionText();

  // Taking the undo back is the redo, and the other way round: an answer names what to take back next.
  const run = useCallback(
    async (direction: "undo" | "redo", changeSet?: string) => {
      const other = direction === "undo" ? "redo" : "undo";
      try {
        const call =
          direction === "undo" || changeSet
            ? client.POST("/api/core/undo/", { body: changeSet ? { change_set: changeSet } : {} })
            : client.POST("/api/core/redo/");
        const data = await whenTaken((await answer(call)).data);
        if (!data) return;
        await queryClient.invalidateQueries();
        showToast({
          slot: "undo",
          title: t(`common.${direction}_done`, { label: text.action(data) }),
          text: data.kept_count > 0 ? t("common.kept_later_edits", { count: data.kept_count }) : undefined,
          action: { label: t(`common.${other}`), run: () => run(other, data.undone_by) },
        });
      } catch (error) {
        const nothing = error instanceof ApiError && error.code === `nothing_to_${direction}`;
        if (nothing) showToast({ slot: "undo", title: t(`common.nothing_to_${direction}`) });
        else
          showToast({
            slot: "undo",
            tone: "danger",
            title: t(`common.${direction}_failed`),
            text: messageOf(error),
          });
      }
    },
    [queryClient, t, text],
  );

  return useMemo(
    () => ({
      undo: (changeSet) => run("undo", changeSet),
      redo: () => run("redo"),
      // Undoing takes the place of what it undid: two messages with an Undo each would contradict one another.
      announce: (title, changeSet, slot = "undo") =>
        showToast({
          slot,
          tone: "success",
          title,
          ...(changeSet ? { action: { label: t("common.undo"), run: () => run("undo", changeSet) } } : {}),
        }),
      fail: (title, error) => showToast({ tone: "danger", title, text: messageOf(error) }),
    }),
    [run, t],
  );
}
