/** Setting quotas: one amount for one month or for several in a row, taken back as one action. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answer, client } from "@/shared/api/client";
import { useUndo } from "@/shared/undo/useUndo";
import type { QuotaDraft } from "./types";

export function useSetQuotas() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: (draft: QuotaDraft) => answer(client.PUT("/api/core/analytics/quotas/", { body: draft })),
    onSuccess: ({ changeSet }, { amount }) => {
      queryClient.invalidateQueries({ queryKey: ["analytics"] });
      undo.announce(t(amount === null ? "forecast.quota.removed" : "forecast.quota.saved"), changeSet);
    },
  });
}
