/** The board and what its history tells, side by side. */
import { useTranslation } from "react-i18next";
import { PageTabs } from "@/shared/components/PageTabs";

interface PipelineTabsProps {
  pipeline?: string | undefined;
  owner?: string | undefined;
}

export function PipelineTabs({ pipeline, owner }: PipelineTabsProps) {
  const { t } = useTranslation();
  const search = { ...(pipeline ? { pipeline } : {}), ...(owner ? { owner } : {}) };
  return (
    <PageTabs
      label={t("app.nav.pipeline")}
      tabs={[
        { to: "/pipeline", label: t("pipeline.tabs.board"), search },
        { to: "/pipeline/analytics", label: t("pipeline.tabs.analytics"), search },
      ]}
    />
  );
}
