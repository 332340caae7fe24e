/** A deal behind a figure: who, how much, where it stands, how likely; the reasons fold out. */
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Time } from "@/shared/components/Time";
import { useFormat } from "@/shared/format/useFormat";
import { CategoryMenu } from "./CategoryMenu";
import type { DealBehind } from "./types";
import { WinReasons } from "./WinReasons";

interface DealRowProps {
  deal: DealBehind;
  currency: string;
  onLeave: () => void;
}

export function DealRow({ deal, currency, onLeave }: DealRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [open, setOpen] = useState(false);
  const { outlook } = deal;
  const late = deal.expected_close_date !== null && format.daysUntil(deal.expected_close_date) < 0;
  return (
    <li className="border-b [contain-intrinsic-size:auto_65px] [content-visibility:auto]">
      <div className="flex items-start gap-1.5 py-2 pe-2">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          aria-label={t("analytics.why_named", { name: deal.name })}
          onClick={() => setOpen(!open)}
          className="flex size-6 shrink-0 items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-fg"
        >
          <ChevronRight
            size={14}
            className={clsx("transition-transform", open ? "rotate-90" : "rtl:rotate-180")}
          />
        </button>
        <div className="min-w-0 flex-1">
          <div className="flex items-baseline gap-3">
            <Link
              to="/opportunities/$id"
              params={{ id: deal.id }}
              data-deal
              onClick={onLeave}
              className="min-w-0 flex-1 truncate rounded-sm font-medium hover:underline"
            >
              {deal.name}
            </Link>
            {(deal.has_amount || deal.value > 0) && (
              <span
                className={clsx("num shrink-0", deal.has_amount ? "font-medium" : "text-muted italic")}
                title={deal.has_amount ? undefined : t("analytics.estimated")}
              >
                {!deal.has_amount && <span className="sr-only">{t("analytics.estimated")} </span>}
                {!deal.has_amount && "≈ "}
                {format.amount(deal.value, currency)}
              </span>
            )}
          </div>
          <div className="mt-0.5 flex min-h-6 items-center gap-x-2 text-xs text-muted">
            <span className="min-w-0 truncate">
              {[deal.company_name, deal.stage_name].filter(Boolean).join(" · ")}
            </span>
            {deal.expected_close_date && (
              <Time
                value={deal.expected_close_date}
                className={clsx("num shrink-0", late && outlook && "font-medium text-danger-text")}
              />
            )}
            <span className="ms-auto flex shrink-0 items-center gap-2">
              {outlook && (
                <span className="num font-medium text-fg" title={t("analytics.win_probability")}>
                  <span className="sr-only">{t("analytics.win_probability")} </span>
                  {format.rate(outlook.win_probability)}
                </span>
              )}
              {outlook && <CategoryMenu deal={deal} outlook={outlook} />}
            </span>
          </div>
        </div>
      </div>
      <div id={id} hidden={!open}>
        {open && <WinReasons deal={deal} currency={currency} />}
      </div>
    </li>
  );
}
