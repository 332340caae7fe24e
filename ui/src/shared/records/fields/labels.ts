/** The words for a choice's value and for a field named in the history. */
import { useTranslation } from "react-i18next";
import type { TKey } from "@/shared/i18n/keys";

export function useLabels() {
  const { t, i18n } = useTranslation();
  return {
    choice: (enumName: string, value: string): string => {
      const key = `enum.${enumName}.${value}`;
      return i18n.exists(key) ? t(key as TKey) : value;
    },
    field: (name: string): string => {
      const key = `field.${name}`;
      return i18n.exists(key) ? t(key as TKey) : name.replaceAll("_", " ");
    },
  };
}
