/** How likely the deal is won, by how deals of its pipeline have gone, and why. Closed deals have none. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ANALYTICS_TAGS } from "@/shared/analytics/tags";
import { client, data } from "@/shared/api/client";
import type { Present } from "@/shared/api/present";
import type { components } from "@/shared/api/schema.gen";
import type { RecordOf } from "@/shared/api/types";
import { Badge } from "@/shared/components/Badge";
import { ReasonList } from "@/shared/deals/ReasonList";
import { useFormat } from "@/shared/format/useFormat";

type WinProbability = Present<components["schemas"]["WinProbability"]>;

export function WinOutlook({ deal }: { deal: RecordOf["opportunities"] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const open = deal.stage_kind === "open";
  const told = useQuery({
    queryKey: ["analytics", "win_probability", deal.id, i18n.language],
    meta: { tags: ANALYTICS_TAGS },
    enabled: open,
    queryFn: async () => {
      const query = { opportunity: deal.id, language: i18n.language };
      const answer = await data(client.GET("/api/core/analytics/win_probability/", { params: { query } }));
      return answer as WinProbability;
    },
  });
  const outlook = told.data?.outlook;
  // Nothing is better than an error in a panel that only adds to the page.
  if (!open || !outlook || !told.data) return null;
  const values = {
    stage: deal.stage_name,
    days_in_stage: format.number(told.data.days_in_stage),
    owner: deal.owner_name,
    product: deal.products[0]?.description,
  };
  return (
    <section aria-label={t("analytics.outlook")} className="border-t px-5 py-3">
      <div className="flex h-8 items-center gap-2">
        <h2 className="text-xs font-semibold text-faint">{t("analytics.outlook")}</h2>
        <span className="num ms-auto font-semibold">{format.rate(outlook.win_probability)}</span>
        <Badge tone={outlook.category === "commit" ? "success" : "neutral"}>
          {t(`enum.forecast_category.${outlook.category}`)}
          {outlook.category_by_hand && ` · ${t("analytics.by_hand")}`}
        </Badge>
      </div>
      <div className="flex flex-col gap-1.5 pb-1 text-xs text-muted">
        <ReasonList outlook={outlook} values={values} />
      </div>
    </section>
  );
}
