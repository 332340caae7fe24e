/** What a card shows: the deal, its company, its amount, when it should close, who owns it. */
import clsx from "clsx";
import { Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/shared/api/types";
import { Avatar } from "@/shared/components/Avatar";
import { Money } from "@/shared/components/Money";
import { Time } from "@/shared/components/Time";
import { useFormat } from "@/shared/format/useFormat";

export function CardFace({ deal }: { deal: Opportunity }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = deal.stage_kind === "open";
  const close = open ? deal.expected_close_date : (deal.actual_close_date ?? deal.expected_close_date);
  const late = open && close ? format.daysUntil(close) < 0 : false;
  return (
    <div className="flex h-full flex-col justify-between px-3 py-2.5">
      <div>
        <div className="flex items-center gap-1.5">
          <span className="min-w-0 flex-1 truncate font-medium">{deal.name}</span>
          {deal.is_stalled && (
            <span title={t("pipeline.stalled")} className="shrink-0 text-warning-text">
              <Clock size={14} aria-hidden="true" />
              <span className="sr-only">{t("pipeline.stalled")}</span>
            </span>
          )}
        </div>
        <div className="truncate text-muted">{deal.company_name}</div>
      </div>
      <div className="flex items-center gap-2">
        <Money amount={deal.amount} currency={deal.currency} className="font-semibold" />
        <span className="ml-auto" />
        {close && (
          <Time
            value={close}
            className={clsx("num truncate text-xs", late ? "font-medium text-danger-text" : "text-muted")}
          />
        )}
        {deal.owner_name && (
          <span title={deal.owner_name} className="flex shrink-0">
            <Avatar name={deal.owner_name} />
            <span className="sr-only">{deal.owner_name}</span>
          </span>
        )}
      </div>
    </div>
  );
}
