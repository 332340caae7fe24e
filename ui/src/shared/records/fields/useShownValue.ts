/** A value as the history and the lists of changes show it. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { definitions } from "../registry";
import { isNothing } from "./nothing";

const INSTANT = /^\d{4}-\d{2}-\d{2}T/;
const CIVIL = /^\d{4}-\d{2}-\d{2}$/;
/** Their currency is not told with a change; it is that of the record. */
const AMOUNTS = new Set(
  Object.values(definitions)
    .flatMap((def) => def.fields)
    .filter((field) => field.kind === "money")
    .map((field) => field.key),
);

export function useShownValue() {
  const { t } = useTranslation();
  const format = useFormat();
  return (field: string, value: unknown): string => {
    if (isNothing(value)) return t("record.timeline.nothing");
    if (Array.isArray(value)) return value.join(", ");
    if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
    const text = typeof value === "object" ? JSON.stringify(value) : String(value);
    if (AMOUNTS.has(field)) return format.number(text);
    if (INSTANT.test(text)) return format.instant(text);
    return CIVIL.test(text) ? format.civil(text) : text;
  };
}
