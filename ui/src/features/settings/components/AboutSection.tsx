/** Which version this is and what it stands on. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Badge } from "@/shared/components/Badge";
import { statusQuery } from "@/shared/prefs/status";
import { SettingRow } from "./SettingRow";

export function AboutSection() {
  const { t } = useTranslation();
  const status = useQuery(statusQuery).data;
  return (
    <>
      <SettingRow title={t("app.name")} text={t("settings.about.text")}>
        <span className="num selectable">{status?.version}</span>
      </SettingRow>
      <SettingRow title={t("settings.about.database")}>
        <span className="num selectable">{status && `SQLite ${status.sqlite_version}`}</span>
      </SettingRow>
      <SettingRow
        title={t("settings.about.secrets")}
        {...(status?.secrets.message ? { text: status.secrets.message } : {})}
      >
        {status && (
          <Badge tone={status.secrets.kind === "unavailable" ? "warning" : "success"}>
            {t(`enum.secrets.${status.secrets.kind}`)}
          </Badge>
        )}
      </SettingRow>
      <SettingRow title={t("settings.about.api")} text={t("settings.about.api_text")}>
        <code className="selectable text-xs text-muted">/api/docs/</code>
      </SettingRow>
    </>
  );
}
