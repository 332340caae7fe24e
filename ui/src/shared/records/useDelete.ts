/** Deletes records at once: they vanish, and a toast offers them back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { dropCached } from "@/shared/api/cache";
import { callsOf } from "@/shared/api/collections";
import { showToast } from "@/shared/components/toasts";
import { useUndo } from "@/shared/undo/useUndo";
import type { RecordDef } from "./definition";

export function useDelete(def: RecordDef) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: async (ids: ReadonlySet<string>) => {
      const changeSets: string[] = [];
      for (const id of ids) {
        const { changeSet } = await callsOf(def.collection).remove(id);
        if (changeSet) changeSets.push(changeSet);
      }
      return changeSets;
    },
    onMutate: async (ids) => {
      await queryClient.cancelQueries({ queryKey: [def.collection, "list"] });
      return { rollback: dropCached(queryClient, def.collection, ids) };
    },
    onError: (error, _ids, context) => {
      context?.rollback();
      queryClient.invalidateQueries({ queryKey: [def.collection] });
      undo.fail(t("record.delete_failed"), error);
    },
    onSuccess: (changeSets, ids) => {
      const first = changeSets[0];
      const title = t("record.deleted", { count: ids.size });
      if (changeSets.length === 1 && first) return undo.announce(title, first);
      const back = async () => {
        for (const changeSet of changeSets.toReversed()) await undo.undo(changeSet);
      };
      showToast({ slot: "change", tone: "success", title, action: { label: t("common.undo"), run: back } });
    },
  });
}
