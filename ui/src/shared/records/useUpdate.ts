/** Saves edited fields at once on screen, then on the server; puts them back if that fails. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { callsOf } from "@/shared/api/collections";
import { useUndo } from "@/shared/undo/useUndo";
import type { RecordDef } from "./definition";
import { updateOptions } from "./edits";

export function useUpdate(def: RecordDef) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation(
    updateOptions(queryClient, def.collection, callsOf(def.collection).update, {
      saved: ({ changeSet }, { message }) => undo.announce(message ?? t("record.saved"), changeSet),
      failed: (error) => undo.fail(t("record.save_failed"), error),
    }),
  );
}
