/** Why a deal is given its probability: on what it rests, and what speaks for it and against it. */
import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import type { DealBehind } from "./types";

/** Told by sign and word; the colour only repeats it. */
const EFFECTS = {
  raises: { icon: ArrowUp, look: "text-success-text" },
  lowers: { icon: ArrowDown, look: "text-danger-text" },
  none: { icon: Minus, look: "text-faint" },
};

/** Odds that change by less than a twentieth do not matter to anybody. */
function effectOf(weight: number): keyof typeof EFFECTS {
  if (Math.abs(weight) < 0.05) return "none";
  return weight > 0 ? "raises" : "lowers";
}

export function WinReasons({ deal, currency }: { deal: DealBehind; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { outlook } = deal;
  const values: Record<string, string | null> = {
    stage: deal.stage_name,
    days_in_stage: format.number(deal.days_in_stage),
    owner: deal.owner_name,
  };
  return (
    <div className="flex flex-col gap-1.5 pt-1 pb-3 ps-7.5 pe-2 text-xs text-muted">
      {outlook && <p>{t(`analytics.basis.${outlook.basis}`)}</p>}
      {outlook?.older_than_any_closed && <p>{t("analytics.older")}</p>}
      {outlook && outlook.reasons.length > 0 && (
        <ul className="flex flex-col gap-1">
          {outlook.reasons.map((reason) => {
            const effect = effectOf(reason.weight);
            const { icon: Icon, look } = EFFECTS[effect];
            const value = values[reason.feature];
            return (
              <li key={`${reason.feature}:${reason.label}`} className="flex items-center gap-2">
                <Icon size={14} aria-hidden="true" className={`shrink-0 ${look}`} />
                <span className="min-w-0 flex-1 truncate text-fg">
                  {value ? `${reason.label}: ${value}` : reason.label}
                </span>
                <span className="num shrink-0">
                  {t(`analytics.effect.${effect}`, {
                    factor: format.rounded(Math.exp(Math.abs(reason.weight)), 2),
                  })}
                  {reason.n > 0 &&
                    ` · ${t("chart.deal_count", { count: reason.n, deals: format.number(reason.n) })}`}
                </span>
              </li>
            );
          })}
        </ul>
      )}
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
