/** Why a deal is given its probability, and what the figure expects of it. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { ReasonList } from "./ReasonList";
import type { DealBehind } from "./types";

export function WinReasons({ deal, currency }: { deal: DealBehind; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { outlook } = deal;
  const values = {
    stage: deal.stage_name,
    days_in_stage: format.number(deal.days_in_stage),
    owner: deal.owner_name,
  };
  return (
    <div className="flex flex-col gap-1.5 pt-1 pb-3 ps-7.5 pe-2 text-xs text-muted">
      {outlook && <ReasonList outlook={outlook} values={values} />}
      <dl className="num flex flex-wrap gap-x-4 gap-y-0.5">
        {deal.expected_value !== null && (
          <div className="flex gap-1.5">
            <dt>{t("analytics.expected_value")}</dt>
            <dd className="font-medium text-fg">{format.amount(deal.expected_value, currency)}</dd>
          </div>
        )}
        <div className="flex gap-1.5">
          <dt>{t(outlook ? "analytics.in_stage" : "analytics.closed_since")}</dt>
          <dd className="font-medium text-fg">{format.days(deal.days_in_stage)}</dd>
        </div>
        {deal.owner_name && (
          <div className="flex gap-1.5">
            <dt>{t("field.owner")}</dt>
            <dd className="font-medium text-fg">{deal.owner_name}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
