/** No deals are left by the filters: says so, and takes them away. */
import { FilterX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { EmptyState } from "@/shared/components/States";
import type { Scope } from "./scope";

/** The pipeline is no filter: there is always one. */
export function isFiltered(scope: Scope): boolean {
  return Boolean(scope.owner || scope.currency || scope.from || scope.until);
}

export function NothingMatches({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<FilterX size={20} />}
      title={t("analytics.nothing_matches")}
      text={t("analytics.nothing_matches_text")}
      action={<Button onClick={onClear}>{t("analytics.clear_filters")}</Button>}
    />
  );
}
