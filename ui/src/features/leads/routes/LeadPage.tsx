/** One lead, and turning it into a contact, company and deal. */
import { useParams } from "@tanstack/react-router";
import { ArrowRightLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Lead } from "@/shared/api/types";
import { Badge } from "@/shared/components/Badge";
import { Button } from "@/shared/components/Button";
import { lead } from "@/shared/records/definitions/lead";
import { RecordPage } from "@/shared/records/page/RecordPage";
import { TasksPanel } from "@/shared/records/page/TasksPanel";
import { ConvertDialog } from "../components/ConvertDialog";
import { ConvertedInto } from "../components/ConvertedInto";

const def = { ...lead, collection: "leads" } as const;

export function LeadPage() {
  const id = useParams({ from: "/shell/leads/$id", select: (params) => params.id });
  return (
    <RecordPage
      def={def}
      id={id}
      actions={(record) => <ConvertButton lead={record} />}
      related={(record) => (
        <>
          <ConvertedInto lead={record} />
          <TasksPanel link={{ lead: id }} />
        </>
      )}
    />
  );
}

function ConvertButton({ lead: record }: { lead: Lead }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (record.converted_at) return <Badge tone="success">{t("enum.lead_status.converted")}</Badge>;
  return (
    <>
      <Button variant="primary" icon={<ArrowRightLeft size={14} />} onClick={() => setOpen(true)}>
        {t("record.lead.convert")}
      </Button>
      {open && <ConvertDialog lead={record} onClose={() => setOpen(false)} />}
    </>
  );
}
