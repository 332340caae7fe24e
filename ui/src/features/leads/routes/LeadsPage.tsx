/** The list of leads. */
import { lead } from "@/shared/records/definitions/lead";
import { RecordListPage } from "@/shared/records/list/RecordListPage";

export function LeadsPage() {
  return <RecordListPage key={lead.type} def={lead} />;
}
