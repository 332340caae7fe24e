/** The list of contacts. */
import { contact } from "@/shared/records/definitions/contact";
import { RecordListPage } from "@/shared/records/list/RecordListPage";

export function ContactsPage() {
  return <RecordListPage key={contact.type} def={contact} />;
}
