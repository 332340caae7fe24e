/** How plans slip: dates past, dates pushed, amounts changed. Each number leads to its deals. */
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { TitledCard } from "@/shared/analytics/Card";
import type { Behind } from "@/shared/deals/deals";
import { useFormat } from "@/shared/format/useFormat";
import type { Slippage } from "../api/analyticsTypes";

interface SlippageCardProps {
  slippage: Slippage;
  currency: string;
  onSelect: (behind: Behind, key: string | undefined, title: string) => void;
}

export function SlippageCard({ slippage, currency, onSelect }: SlippageCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { dated, mean_pushes: mean } = slippage;
  const share = (count: number) =>
    dated > 0 ? t("analytics.slippage.of_dated", { rate: format.rate((count / dated) * 100) }) : "";
  const rows: { behind: Behind; key?: string; name: string; count: number; note: string }[] = [
    {
      behind: "overdue",
      name: t("analytics.slippage.overdue"),
      count: slippage.overdue,
      note: t("analytics.slippage.worth", { amount: format.amount(slippage.overdue_value, currency) }),
    },
    {
      behind: "pushed",
      name: t("analytics.slippage.pushed"),
      count: slippage.pushed,
      note: share(slippage.pushed),
    },
    {
      behind: "advice",
      key: "pushed_often",
      name: t("analytics.slippage.pushed_often"),
      count: slippage.pushed_often,
      note: mean === null ? "" : t("analytics.slippage.mean", { pushes: format.rounded(mean, 1) }),
    },
    {
      behind: "amount_changed",
      name: t("analytics.slippage.amount_changed"),
      count: slippage.amount_changed,
      note: "",
    },
  ];
  return (
    <TitledCard title={t("analytics.slippage.title")} hint={t("analytics.slippage.hint")} className="flex-1">
      <ul className="grid gap-2 min-[700px]:grid-cols-2">
        {rows.map((row) => (
          <li key={row.name} className="flex">
            <button
              type="button"
              disabled={row.count === 0}
              onClick={() => onSelect(row.behind, row.key, row.name)}
              className="num flex min-w-0 flex-1 items-start gap-2 rounded-lg border px-3 py-2.5 text-start enabled:hover:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <span className="block text-lg font-semibold">{format.number(row.count)}</span>
                <span className="block font-medium">{row.name}</span>
                <span className="block min-h-4 text-xs text-muted">{row.note}</span>
              </span>
              <ChevronRight
                size={16}
                aria-hidden="true"
                className={row.count === 0 ? "invisible" : "mt-1 shrink-0 text-faint rtl:rotate-180"}
              />
            </button>
          </li>
        ))}
      </ul>
    </TitledCard>
  );
}
