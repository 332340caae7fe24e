/** Applies the chosen theme, density and language to the document. */
import { useEffect, useSyncExternalStore } from "react";
import { host } from "@/shared/host/current";
import { i18n, languageOf } from "@/shared/i18n/i18n";
import { useSettings } from "@/shared/prefs/settings";

const dark = window.matchMedia("(prefers-color-scheme: dark)");

function watchSystem(listener: () => void) {
  dark.addEventListener("change", listener);
  return () => dark.removeEventListener("change", listener);
}

export function useAppearance(): void {
  const { theme, density, language } = useSettings();
  const systemDark = useSyncExternalStore(watchSystem, () => dark.matches);
  const shown = theme === "system" ? (systemDark ? "dark" : "light") : theme;
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.theme = shown;
    dataset.density = density;
  }, [shown, density]);
  useEffect(() => host.setTheme(theme), [theme]);
  useEffect(() => {
    const next = languageOf(language);
    document.documentElement.lang = next;
    if (i18n.language !== next) i18n.changeLanguage(next);
  }, [language]);
}
