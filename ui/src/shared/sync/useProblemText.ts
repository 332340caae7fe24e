/** What keeps a device from syncing, in the user's language where this version knows the reason. */
import { useTranslation } from "react-i18next";
import type { SyncProblem } from "./types";

const KNOWN = ["unreachable", "busy", "server"] as const;

export function useProblemText() {
  const { t } = useTranslation();
  return ({ code, message }: Pick<SyncProblem, "code" | "message">): string => {
    const known = KNOWN.find((each) => each === code);
    return known ? t(`sync.problem.${known}`) : message;
  };
}
