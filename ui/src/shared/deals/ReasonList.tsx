/** What speaks for a deal and against it: the features its probability is made of. */
import { ArrowDown, ArrowUp, Minus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import type { DealOutlook } from "./types";

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

interface ReasonListProps {
  outlook: DealOutlook;
  /** What the deal has of a feature, such as the name of its stage. */
  values: Record<string, string | null | undefined>;
}

export function ReasonList({ outlook, values }: ReasonListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <p>{t(`analytics.basis.${outlook.basis}`)}</p>
      {outlook.older_than_any_closed && <p>{t("analytics.older")}</p>}
      {outlook.reasons.length > 0 && (
        <ul className="flex flex-col gap-1">
          {outlook.reasons.map((reason) => {
            const effect = effectOf(reason.weight);
            const { icon: Icon, look } = EFFECTS[effect];
            const value = values[reason.feature];
            const odds = Math.exp(Math.abs(reason.weight));
            // Beyond a hundred the exact factor tells nobody more, and takes the room of the name.
            const factor = odds > 100 ? `>${format.number(100)}` : format.rounded(odds, 2);
            return (
              <li key={reason.feature} className="flex items-center gap-2">
                <Icon size={14} aria-hidden="true" className={`shrink-0 ${look}`} />
                <span className="min-w-0 flex-1 truncate text-fg">
                  {value ? `${reason.label}: ${value}` : reason.label}
                </span>
                <span className="num shrink-0">
                  {t(`analytics.effect.${effect}`, { factor })}
                  {reason.n > 0 &&
                    ` · ${t("chart.deal_count", { count: reason.n, deals: format.number(reason.n) })}`}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
