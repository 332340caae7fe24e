/** Theme, density and language. Each applies at once. */
import { useTranslation } from "react-i18next";
import type { Settings } from "@/shared/api/types";
import { Segmented } from "@/shared/components/Controls";
import { usePatchSettings, useSettings } from "@/shared/prefs/settings";
import { SettingRow } from "./SettingRow";

const THEMES = ["system", "light", "dark"] as const;
const DENSITIES = ["comfortable", "compact"] as const;

export function AppearanceSection() {
  const { t } = useTranslation();
  const settings = useSettings();
  const { mutate } = usePatchSettings();
  return (
    <>
      <SettingRow title={t("settings.appearance.theme")}>
        <Segmented
          label={t("settings.appearance.theme")}
          value={settings.theme}
          onChange={(theme) => mutate({ theme: theme as Settings["theme"] })}
          options={THEMES.map((value) => ({ value, label: t(`enum.theme.${value}`) }))}
        />
      </SettingRow>
      <SettingRow title={t("settings.appearance.density")} text={t("settings.appearance.density_text")}>
        <Segmented
          label={t("settings.appearance.density")}
          value={settings.density}
          onChange={(density) => mutate({ density: density as Settings["density"] })}
          options={DENSITIES.map((value) => ({ value, label: t(`enum.density.${value}`) }))}
        />
      </SettingRow>
      <SettingRow title={t("settings.appearance.language")}>
        <Segmented
          label={t("settings.appearance.language")}
          value={settings.language}
          onChange={(language) => mutate({ language: language as Settings["language"] })}
          options={[
            { value: "system", label: t("enum.theme.system") },
            { value: "en", label: "English" },
            { value: "de", label: "Deutsch" },
          ]}
        />
      </SettingRow>
    </>
  );
}
