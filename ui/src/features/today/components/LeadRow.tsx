/** A lead that waits for a follow-up, as one line. */
import { Link } from "@tanstack/react-router";
import type { Lead } from "@/shared/api/types";
import { Avatar } from "@/shared/components/Avatar";
import { Time } from "@/shared/components/Time";

export function LeadRow({ lead }: { lead: Lead }) {
  return (
    <li>
      <Link
        to="/leads/$id"
        params={{ id: lead.id }}
        className="flex h-row items-center gap-2.5 rounded-md px-2 hover:bg-hover"
      >
        <Avatar name={lead.name} />
        <span className="shrink-0 truncate">{lead.name}</span>
        <span className="min-w-0 flex-1 truncate text-faint">{lead.company_name}</span>
        {lead.next_follow_up && (
          <Time value={lead.next_follow_up} className="num shrink-0 text-xs text-muted" />
        )}
      </Link>
    </li>
  );
}
