/** The type of every translation key, taken from the English files. */
import type { ParseKeys } from "i18next";

export type TKey = ParseKeys;
