/** What actions and jobs are called, for a component. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "@/shared/api/types";
import { useFormat } from "@/shared/format/useFormat";
import { actionText, type Called } from "./actionText";

export function useActionText() {
  const { t, i18n } = useTranslation();
  const { number } = useFormat();
  return useMemo(() => {
    const action = (called: Called) => actionText(called, t, (key) => i18n.exists(key), number);
    const job = (work: Job) => t(`action.job.${work.kind}`, { name: work.name ?? action(work) });
    return { action, job };
  }, [t, i18n, number]);
}
