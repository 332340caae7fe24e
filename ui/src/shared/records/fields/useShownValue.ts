/** A value as the history and the lists of changes show it. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { definitions } from "../registry";
import { isNothing } from "./nothing";

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;
const CIVIL = /^\d{4}-\d{2}-\d{2}$/;
/** Those of products have no field of their own in the window. */
const AMOUNTS = new Set(["price", "unit_price"]);
for (const { fields } of Object.values(definitions)) {
  for (const field of fields) if (field.kind === "money") AMOUNTS.add(field.key);
}

export function useShownValue() {
  const { t } = useTranslation();
  const format = useFormat();
  /** `currency` is that of amounts: of the record, or null where it is the base currency. */
  return (field: string, value: unknown, currency: string | null): string => {
    if (isNothing(value)) return t("record.timeline.nothing");
    if (Array.isArray(value)) return value.join(", ");
    if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    if (AMOUNTS.has(field)) return format.money(text, currency);
    if (INSTANT.test(text)) return format.instant(text);
    return CIVIL.test(text) ? format.civil(text) : text;
  };
}
