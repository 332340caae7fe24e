/** The translations, and which language is shown. English is the source; German is complete (tested). */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { de, en } from "./resources";

export function languageOf(setting: "system" | "en" | "de"): "en" | "de" {
  if (setting !== "system") return setting;
  // Tests of what has no window have no navigator.
  const system = globalThis.navigator?.language ?? "en";
  return system.toLowerCase().startsWith("de") ? "de" : "en";
}

export const i18n = i18next.createInstance();

i18n.use(initReactI18next).init({
  resources: { en: { translation: en }, de: { translation: de } },
  lng: languageOf("system"),
  fallbackLng: "en",
  interpolation: { escapeValue: false },
  initAsync: false,
});
