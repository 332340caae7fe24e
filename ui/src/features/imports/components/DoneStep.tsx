/** The last step: what was done, where to look at it, and taking it back. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { CircleCheck, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { useUndo } from "@/shared/undo/useUndo";
import type { Import } from "../api/imports";
import { importedPipeline } from "../api/pipeline";
import { Problems } from "./Problems";
import { StepFrame } from "./StepFrame";
import { SummaryTable } from "./SummaryTable";

const SHOW = {
  contacts: "/contacts",
  leads: "/leads",
  companies: "/companies",
} as const;

export function DoneStep({ made }: { made: Import }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const undo = useUndo();
  const { summary, change_set: changeSet } = made;
  const query = importedPipeline(made);
  useQuery({ ...query, enabled: made.kind === "opportunities" });
  const show = async () => {
    if (made.kind !== "opportunities") return navigate({ to: SHOW[made.kind] });
    // Without an answer the board still opens, on its default pipeline.
    const pipeline = await queryClient.fetchQuery(query).catch(() => null);
    return navigate({ to: "/pipeline", search: pipeline ? { pipeline } : {} });
  };
  return (
    <StepFrame
      actions={
        <>
          {changeSet && (
            <Button icon={<Undo2 size={14} />} onClick={() => undo.undo(changeSet)}>
              {t("import.undo")}
            </Button>
          )}
          <Button variant="primary" className="ml-auto" onClick={show}>
            {t(`import.show.${made.kind}`)}
          </Button>
        </>
      }
    >
      <h2 className="mb-5 flex items-center gap-2 text-lg font-semibold">
        <CircleCheck size={20} className="text-success-text" aria-hidden="true" />
        {t("import.done_title")}
      </h2>
      {summary && <SummaryTable summary={summary} />}
      {summary && <Problems made={made} summary={summary} />}
    </StepFrame>
  );
}
