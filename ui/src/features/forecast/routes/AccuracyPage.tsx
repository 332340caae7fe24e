/** Accuracy: how far the forecast can be trusted, by what it would have said in the past. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Hourglass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { DashboardSkeleton } from "@/shared/analytics/DashboardSkeleton";
import { PageHeader } from "@/shared/components/PageHeader";
import { ScrollRegion } from "@/shared/components/ScrollRegion";
import { Select } from "@/shared/components/Select";
import { EmptyState, ErrorState } from "@/shared/components/States";
import { defaultPipeline, pipelinesQuery } from "@/shared/records/pipelines";
import { accuracyQuery } from "../api/forecast";
import { AccuracyBody } from "../components/AccuracyBody";
import { BacktestWorking } from "../components/BacktestWorking";
import { ForecastTabs } from "../components/ForecastTabs";
import { RecordedForecasts } from "../components/PastForecasts";

const HORIZON = 3;

export function AccuracyPage() {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { pipeline, horizon = HORIZON } = useSearch({ from: "/shell/forecast/accuracy" });
  const pipelines = useQuery(pipelinesQuery);
  const query = useQuery(accuracyQuery({ pipeline, horizon, language: i18n.language }));
  const accuracy = query.data;
  return (
    <>
      <PageHeader title={t("app.nav.forecast")} aside={<ForecastTabs pipeline={pipeline} />}>
        {(pipelines.data?.length ?? 0) > 1 && (
          <div className="w-40 narrow:w-28">
            <Select
              label={t("pipeline.switch")}
              value={pipeline ?? defaultPipeline(pipelines.data)?.id ?? null}
              onChange={(next) => navigate({ to: "/forecast/accuracy", search: { pipeline: next } })}
              options={(pipelines.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
            />
          </div>
        )}
      </PageHeader>
      <ScrollRegion label={t("forecast.tabs.accuracy")} className="min-h-0 flex-1 bg-subtle">
        {query.isError && !accuracy ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : !accuracy ? (
          <DashboardSkeleton />
        ) : accuracy.state === "working" ? (
          <BacktestWorking job={accuracy.job} />
        ) : accuracy.state === "too_little" ? (
          <div className="mx-auto flex w-full max-w-400 flex-col gap-4 p-5 pb-16 narrow:p-3">
            <EmptyState
              icon={<Hourglass size={20} />}
              title={t("forecast.accuracy.too_little")}
              text={t("forecast.accuracy.too_little_text")}
            />
            {accuracy.recorded.length > 0 && <RecordedForecasts accuracy={accuracy} />}
          </div>
        ) : (
          <AccuracyBody accuracy={accuracy} />
        )}
      </ScrollRegion>
    </>
  );
}
