/** The word about sync and the sentence behind it, with when all was in step last. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { countOf, type Glance, percentOf } from "./glance";
import type { SyncStatus } from "./types";

export function useGlanceText() {
  const { t } = useTranslation();
  const format = useFormat();
  return (glance: Glance, status: SyncStatus) => {
    const count = countOf(glance, status);
    const percent = percentOf(status);
    const waiting =
      status.waiting > 0 &&
      t("sync.waiting_here", { count: status.waiting, shown: format.number(status.waiting) });
    const last = status.synced_at
      ? t("sync.last_in_step", { time: format.relative(status.synced_at) })
      : status.workspace && t("sync.never_in_step");
    const sentence =
      glance === "unsettled"
        ? t("sync.tell.unsettled", { count, shown: format.number(count) })
        : t(`sync.tell.${glance}`, { workspace: status.workspace?.name ?? "" });
    return {
      word: t(`sync.glance.${glance}`),
      /** Beside the word, where there is one. */
      amount:
        glance === "fetching" ? percent !== null && format.rate(percent) : count > 0 && format.number(count),
      sentence,
      details: [glance !== "unsettled" && waiting, last].filter((part) => typeof part === "string" && part),
    };
  };
}
