/** Forecast: what the coming months bring, how sure that is, and what it is made of. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Plus, TrendingUp } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DashboardSkeleton } from "@/shared/analytics/DashboardSkeleton";
import { isFiltered, NothingMatches } from "@/shared/analytics/NothingMatches";
import { ScopeBar } from "@/shared/analytics/ScopeBar";
import { fileName, useSaveAnswer } from "@/shared/analytics/useSaveAnswer";
import { Button } from "@/shared/components/Button";
import { Segmented } from "@/shared/components/Controls";
import { MenuItem } from "@/shared/components/Menu";
import { PageHeader } from "@/shared/components/PageHeader";
import { ScrollRegion } from "@/shared/components/ScrollRegion";
import { EmptyState, ErrorState } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { openCreate } from "@/shared/records/create/dialogs";
import { forecastQuery } from "../api/forecast";
import { ExportMenu } from "../components/ExportMenu";
import { ForecastBody } from "../components/ForecastBody";
import { ForecastTabs } from "../components/ForecastTabs";
import { useMonthsTable } from "../components/MonthsTable";
import { QuotaDialog } from "../components/QuotaDialog";
import { HORIZONS } from "../model/search";

export function ForecastPage() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const search = useSearch({ from: "/shell/forecast" });
  const save = useSaveAnswer();
  const [settingQuota, setSettingQuota] = useState(false);
  const { months = 3, ...scope } = search;
  const query = useQuery(forecastQuery({ ...scope, months, language: i18n.language }));
  const change = (part: Partial<typeof search>) =>
    navigate({ to: "/forecast", search: { ...search, ...part }, replace: true });
  const report = () => {
    // The paper of the region: letter where it is sold.
    const region = new Intl.Locale(format.locale).maximize().region ?? "";
    const paper = ["US", "CA", "MX"].includes(region) ? "letter" : "a4";
    save(
      "/api/core/analytics/report/",
      { ...scope, months, paper },
      fileName(t("forecast.report_file"), "pdf"),
    );
  };
  const forecast = query.data;
  const table = useMonthsTable(forecast);
  const empty = forecast?.method === "no_data";
  // Quotas are of a whole pipeline in the base currency.
  const whole = !scope.owner && !scope.currency;

  return (
    <>
      <PageHeader title={t("app.nav.forecast")} aside={<ForecastTabs pipeline={search.pipeline} />}>
        {forecast && !empty && (
          <ExportMenu title={t("app.nav.forecast")} table={table}>
            <MenuItem onSelect={report}>{t("forecast.export_pdf")}</MenuItem>
          </ExportMenu>
        )}
      </PageHeader>
      <ScopeBar scope={scope} onChange={change}>
        <div className="flex items-center gap-2">
          {" "}
          <span aria-hidden="true" className="ps-1 text-muted">
            {t("forecast.horizon")}
          </span>
          <Segmented
            label={t("forecast.horizon")}
            value={String(months)}
            onChange={(next) => change({ months: HORIZONS.find((each) => String(each) === next) })}
            options={HORIZONS.map((each) => ({
              value: String(each),
              label: format.number(each),
            }))}
          />
        </div>
      </ScopeBar>
      <ScrollRegion label={t("app.nav.forecast")} className="min-h-0 flex-1 bg-subtle">
        {query.isError && !forecast ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : !forecast ? (
          <DashboardSkeleton />
        ) : empty && isFiltered(scope) ? (
          <NothingMatches onClear={() => change({ owner: undefined, currency: undefined })} />
        ) : empty ? (
          <EmptyState
            icon={<TrendingUp size={20} />}
            title={t("forecast.empty_title")}
            text={t("forecast.empty_text")}
            action={
              <div className="flex items-center gap-4">
                <Button
                  variant="primary"
                  icon={<Plus size={16} />}
                  onClick={() => openCreate("opportunity", {}, () => {})}
                >
                  {t("record.opportunity.create")}
                </Button>
                <Link to="/import" className="font-medium text-accent-text hover:underline">
                  {t("forecast.import")}
                </Link>
              </div>
            }
          />
        ) : (
          <ForecastBody
            forecast={forecast}
            scope={scope}
            table={table}
            onSetQuota={whole ? () => setSettingQuota(true) : undefined}
          />
        )}
      </ScrollRegion>
      {settingQuota && forecast?.by_month[0] && (
        <QuotaDialog
          pipeline={forecast.pipeline}
          pipelineName={forecast.pipeline_name}
          first={forecast.by_month[0].month}
          months={forecast.months}
          onClose={() => setSettingQuota(false)}
        />
      )}
    </>
  );
}
