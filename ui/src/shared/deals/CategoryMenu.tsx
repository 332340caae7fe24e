/** The forecast category of a deal: told by how likely it is, or set by hand. */
import { Check, ChevronDown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Menu, MenuItem, MenuLabel } from "@/shared/components/Menu";
import { opportunity } from "@/shared/records/definitions/opportunity";
import { useUpdate } from "@/shared/records/useUpdate";
import type { DealBehind, DealOutlook } from "./types";

const CATEGORIES = ["commit", "best_case", "pipeline", "omitted"] as const;

export function CategoryMenu({ deal, outlook }: { deal: DealBehind; outlook: DealOutlook }) {
  const { t } = useTranslation();
  const update = useUpdate(opportunity);
  const choose = (category: (typeof CATEGORIES)[number] | null) =>
    update.mutate({
      id: deal.id,
      values: { forecast_category: category },
      shown: {
        outlook: { ...outlook, category_by_hand: category !== null, ...(category ? { category } : {}) },
      },
      message: category
        ? t("analytics.category_set", { name: deal.name, category: t(`enum.forecast_category.${category}`) })
        : t("analytics.category_automatic", { name: deal.name }),
    });
  const byHand = outlook.category_by_hand ? ` · ${t("analytics.by_hand")}` : "";
  const current = t(`enum.forecast_category.${outlook.category}`) + byHand;
  const mark = (on: boolean) => (on ? <Check size={14} /> : <span className="block size-3.5" />);
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t("analytics.category_of", { name: deal.name, category: current })}
          className="flex h-6 items-center gap-1 rounded-sm border bg-surface px-1.5 text-xs text-muted hover:bg-hover hover:text-fg"
        >
          {current}
          <ChevronDown size={12} aria-hidden="true" />
        </button>
      }
    >
      <MenuLabel>{t("field.forecast_category")}</MenuLabel>
      {CATEGORIES.map((category) => (
        <MenuItem
          key={category}
          icon={mark(outlook.category_by_hand && outlook.category === category)}
          onSelect={() => choose(category)}
        >
          {t(`enum.forecast_category.${category}`)}
        </MenuItem>
      ))}
      <MenuItem icon={mark(!outlook.category_by_hand)} onSelect={() => choose(null)}>
        {t("analytics.automatic")}
      </MenuItem>
    </Menu>
  );
}
