/** A deal as one line: name, stage, amount, and the date that matters here. */
import { Link } from "@tanstack/react-router";
import type { Opportunity } from "@/shared/api/types";
import { Avatar } from "@/shared/components/Avatar";
import { Money } from "@/shared/components/Money";
import { Time } from "@/shared/components/Time";

export function DealRow({ deal, date }: { deal: Opportunity; date: string | null | undefined }) {
  return (
    <li>
      <Link
        to="/opportunities/$id"
        params={{ id: deal.id }}
        className="flex h-row items-center gap-2.5 rounded-md px-2 hover:bg-hover"
      >
        <Avatar name={deal.company_name ?? deal.name} square />
        <span className="min-w-0 flex-1 truncate">{deal.name}</span>
        <Money amount={deal.amount} currency={deal.currency} className="shrink-0 font-medium" />
        {date && <Time value={date} className="num w-24 shrink-0 text-right text-xs text-muted" />}
      </Link>
    </li>
  );
}
