/** One contact: fields, further emails and numbers, tasks, deals. */
import { useParams } from "@tanstack/react-router";
import { Money } from "@/shared/components/Money";
import { contact } from "@/shared/records/definitions/contact";
import { opportunity } from "@/shared/records/definitions/opportunity";
import { RecordPage } from "@/shared/records/page/RecordPage";
import { RelatedList } from "@/shared/records/page/RelatedList";
import { TasksPanel } from "@/shared/records/page/TasksPanel";
import { ContactPoints } from "../components/ContactPoints";

const def = { ...contact, collection: "contacts" } as const;
const deals = { ...opportunity, collection: "opportunities" } as const;

export function ContactPage() {
  const id = useParams({ from: "/shell/contacts/$id", select: (params) => params.id });
  return (
    <RecordPage
      def={def}
      id={id}
      related={(record) => (
        <>
          <ContactPoints contact={record} />
          <TasksPanel link={{ contact: id }} />
          <RelatedList
            def={deals}
            query={{ contact: id, ordering: "-created_at" }}
            preset={{ contact: id, ...(record.company ? { company: record.company } : {}) }}
            hint={(row) => <Money amount={row.amount} currency={row.currency} />}
          />
        </>
      )}
    />
  );
}
