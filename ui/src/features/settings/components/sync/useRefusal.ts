/** What a form that was refused says beside which field; the field gets the focus. */
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Refusal, refusalOf, type SyncField } from "../../model/refusal";

export function fieldId(field: SyncField): string {
  return `sync-${field}`;
}

export function useRefusal(error: unknown, address: "server" | "link", sent: readonly SyncField[]) {
  const { t } = useTranslation();
  const sentNames = sent.join();
  const refusal = useMemo<Refusal | null>(
    () => (error ? refusalOf(error, address, sentNames.split(",") as SyncField[]) : null),
    [error, address, sentNames],
  );
  useEffect(() => {
    if (refusal?.field) document.getElementById(fieldId(refusal.field))?.focus();
  }, [refusal]);
  const words = refusal && (refusal.text ? t(refusal.text) : refusal.message);
  return {
    refusal,
    /** What is wrong with this field, if it is this one. */
    errorOf: (field: SyncField): string | undefined =>
      refusal?.field === field && refusal.asksFor !== field ? (words ?? undefined) : undefined,
    /** What concerns the whole form. */
    formError: refusal?.field === null ? words : null,
  };
}
