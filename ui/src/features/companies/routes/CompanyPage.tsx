/** One company: its fields, its people, its deals. */
import { useParams } from "@tanstack/react-router";
import { Money } from "@/shared/components/Money";
import { company } from "@/shared/records/definitions/company";
import { contact } from "@/shared/records/definitions/contact";
import { opportunity } from "@/shared/records/definitions/opportunity";
import { RecordPage } from "@/shared/records/page/RecordPage";
import { RelatedList } from "@/shared/records/page/RelatedList";
import { TasksPanel } from "@/shared/records/page/TasksPanel";

const def = { ...company, collection: "companies" } as const;
const contacts = { ...contact, collection: "contacts" } as const;
const deals = { ...opportunity, collection: "opportunities" } as const;

export function CompanyPage() {
  const id = useParams({ from: "/shell/companies/$id", select: (params) => params.id });
  return (
    <RecordPage
      def={def}
      id={id}
      related={() => (
        <>
          <TasksPanel link={{ company: id }} />
          <RelatedList
            def={contacts}
            query={{ company: id }}
            preset={{ company: id }}
            hint={(row) => row.job_title}
          />
          <RelatedList
            def={deals}
            query={{ company: id, ordering: "-created_at" }}
            preset={{ company: id }}
            hint={(row) => <Money amount={row.amount} currency={row.currency} />}
          />
        </>
      )}
    />
  );
}
