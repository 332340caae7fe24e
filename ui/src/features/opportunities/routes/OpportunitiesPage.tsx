/** The list of opportunities. */
import { opportunity } from "@/shared/records/definitions/opportunity";
import { RecordListPage } from "@/shared/records/list/RecordListPage";

export function OpportunitiesPage() {
  return <RecordListPage key={opportunity.type} def={opportunity} />;
}
