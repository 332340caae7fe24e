/** What an action is called, in the language of the user: its parts put into words. */
import type { TFunction } from "i18next";
import type { Action } from "@/shared/api/types";
import type { TKey } from "@/shared/i18n/keys";

export interface Called {
  /** In English. */
  label: string;
  /** Its parts; an action of an older version has none. */
  action?: Action | null;
}

/** `number` writes a count as the user reads it. */
export function actionText(
  { label, action }: Called,
  t: TFunction,
  exists: (key: string) => boolean,
  number: (value: number) => string,
): string {
  if (!action) return label;
  const { verb, record, name, count } = action;
  const form = typeof count === "number" ? "_many" : record && !name ? "_unnamed" : "";
  const [key, noun] = [`action.${verb}${form}`, `action.record.${record}`];
  // A newer version on another device may know more than this one.
  if (!exists(key) || (record && !exists(`${noun}.one`))) return label;
  return t(key as TKey, {
    name: name ?? "",
    number: number(count ?? 0),
    ...(record ? { record: t(`${noun}.one` as TKey), records: t(`${noun}.many` as TKey) } : {}),
  });
}
