/** The list of companies. */
import { company } from "@/shared/records/definitions/company";
import { RecordListPage } from "@/shared/records/list/RecordListPage";

export function CompaniesPage() {
  return <RecordListPage key={company.type} def={company} />;
}
