/** Forecast and how far it can be trusted, side by side. */
import { useTranslation } from "react-i18next";
import { PageTabs } from "@/shared/components/PageTabs";

export function ForecastTabs({ pipeline }: { pipeline?: string | undefined }) {
  const { t } = useTranslation();
  const search = pipeline ? { pipeline } : {};
  return (
    <PageTabs
      label={t("app.nav.forecast")}
      tabs={[
        { to: "/forecast", label: t("forecast.tabs.forecast"), search },
        { to: "/forecast/accuracy", label: t("forecast.tabs.accuracy"), search },
      ]}
    />
  );
}
