/** One deal: its stages, fields and tasks. */
import { useParams } from "@tanstack/react-router";
import { opportunity } from "@/shared/records/definitions/opportunity";
import { RecordPage } from "@/shared/records/page/RecordPage";
import { TasksPanel } from "@/shared/records/page/TasksPanel";
import { ProductLines } from "../components/ProductLines";
import { StageBar } from "../components/StageBar";
import { WinOutlook } from "../components/WinOutlook";

const def = { ...opportunity, collection: "opportunities" } as const;

export function OpportunityPage() {
  const id = useParams({ from: "/shell/opportunities/$id", select: (params) => params.id });
  return (
    <RecordPage
      def={def}
      id={id}
      banner={(record) => <StageBar deal={record} />}
      related={(record) => (
        <>
          <WinOutlook deal={record} />
          <ProductLines deal={record} />
          <TasksPanel link={{ opportunity: id }} />
        </>
      )}
    />
  );
}
