/** Deletes records at once: they vanish, and a toast offers them back. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { dropCached } from "@/shared/api/cache";
import { callsOf } from "@/shared/api/collections";
import { useUndo } from "@/shared/undo/useUndo";
import type { RecordDef } from "./definition";

export function useDelete(def: RecordDef) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: (ids: ReadonlySet<string>) => callsOf(def.collection).removeMany([...ids]),
    onMutate: async (ids) => {
      await queryClient.cancelQueries({ queryKey: [def.collection, "list"] });
      return { rollback: dropCached(queryClient, def.collection, ids) };
    },
    onError: (error, _ids, context) => {
      context?.rollback();
      queryClient.invalidateQueries({ queryKey: [def.collection] });
      undo.fail(t("record.delete_failed"), error);
    },
    onSuccess: ({ changeSet }, ids) => undo.announce(t("record.deleted", { count: ids.size }), changeSet),
  });
}
