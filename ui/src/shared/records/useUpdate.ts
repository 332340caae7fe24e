/** Saves edited fields at once on screen, then on the server; puts them back if that fails. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { patchCached } from "@/shared/api/cache";
import { callsOf } from "@/shared/api/collections";
import { useUndo } from "@/shared/undo/useUndo";
import type { RecordDef } from "./definition";

interface Edit {
  id: string;
  values: Record<string, unknown>;
  /** Display names that go with the values, shown until the server has answered. */
  shown?: Record<string, unknown>;
  message?: string;
}

export function useUpdate(def: RecordDef) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: ({ id, values }: Edit) => callsOf(def.collection).update(id, values),
    onMutate: async ({ id, values, shown }) => {
      await queryClient.cancelQueries({ queryKey: [def.collection] });
      return { rollback: patchCached(queryClient, def.collection, id, { ...values, ...shown }) };
    },
    onError: (error, _edit, context) => {
      context?.rollback();
      undo.fail(t("record.save_failed"), error);
    },
    onSuccess: ({ data, changeSet }, { id, message }) => {
      queryClient.setQueryData([def.collection, "record", id], data);
      queryClient.invalidateQueries({ queryKey: [def.collection] });
      undo.announce(message ?? t("record.saved"), changeSet);
    },
  });
}
