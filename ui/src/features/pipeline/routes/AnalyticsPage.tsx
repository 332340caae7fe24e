/** Analytics: whether the pipeline is healthy, where deals get stuck, and where they are won. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ChartColumn, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { DashboardSkeleton } from "@/shared/analytics/DashboardSkeleton";
import { isFiltered, NothingMatches } from "@/shared/analytics/NothingMatches";
import { ScopeBar } from "@/shared/analytics/ScopeBar";
import { Button } from "@/shared/components/Button";
import { PageHeader } from "@/shared/components/PageHeader";
import { ScrollRegion } from "@/shared/components/ScrollRegion";
import { EmptyState, ErrorState } from "@/shared/components/States";
import { openCreate } from "@/shared/records/create/dialogs";
import { analyticsQuery } from "../api/analytics";
import { AnalyticsBody } from "../components/AnalyticsBody";
import { PeriodSelect } from "../components/PeriodSelect";
import { PipelineTabs } from "../components/PipelineTabs";

export function AnalyticsPage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: "/shell/pipeline/analytics" });
  const query = useQuery(analyticsQuery({ ...search, language: i18n.language }));
  const change = (part: Partial<typeof search>) =>
    navigate({ to: "/pipeline/analytics", search: { ...search, ...part }, replace: true });
  const analytics = query.data;
  const empty = analytics && analytics.open + analytics.closed === 0;
  return (
    <>
      <PageHeader
        title={t("app.nav.pipeline")}
        aside={<PipelineTabs pipeline={search.pipeline} owner={search.owner} />}
      />
      <ScopeBar scope={search} onChange={change}>
        <PeriodSelect span={search} onChange={change} />
      </ScopeBar>
      <ScrollRegion label={t("pipeline.tabs.analytics")} className="min-h-0 flex-1 bg-subtle">
        {query.isError && !analytics ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : !analytics ? (
          <DashboardSkeleton />
        ) : empty && isFiltered(search) ? (
          <NothingMatches
            onClear={() =>
              change({ owner: undefined, currency: undefined, from: undefined, until: undefined })
            }
          />
        ) : empty ? (
          <EmptyState
            icon={<ChartColumn size={20} />}
            title={t("analytics.empty_title")}
            text={t("analytics.empty_text")}
            action={
              <Button
                variant="primary"
                icon={<Plus size={16} />}
                onClick={() => openCreate("opportunity", {}, () => {})}
              >
                {t("record.opportunity.create")}
              </Button>
            }
          />
        ) : (
          <AnalyticsBody analytics={analytics} scope={search} />
        )}
      </ScrollRegion>
    </>
  );
}
