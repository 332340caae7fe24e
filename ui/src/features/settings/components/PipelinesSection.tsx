/** Pipelines and their stages. Changes to one are saved together. */
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { uuid } from "@/shared/api/ids";
import { Button } from "@/shared/components/Button";
import { Skeleton } from "@/shared/components/States";
import { pipelinesQuery } from "@/shared/records/pipelines";
import { type Draft, draftOf } from "../model/draft";
import { PipelineEditor } from "./PipelineEditor";

export function PipelinesSection() {
  const { t } = useTranslation();
  const pipelines = useQuery(pipelinesQuery);
  const [added, setAdded] = useState<Draft | null>(null);
  if (!pipelines.data) return <Skeleton className="h-40" />;
  const add = () => {
    const stage = (name: string, kind: "open" | "won" | "lost", probability: number) => ({
      id: null,
      key: uuid(),
      name,
      kind,
      probability,
      stalled_after_days: null,
    });
    setAdded({
      id: null,
      name: "",
      stages: [
        stage(t("settings.pipelines.first_stage"), "open", 25),
        stage(t("enum.stage_kind.won"), "won", 100),
        stage(t("enum.stage_kind.lost"), "lost", 0),
      ],
    });
  };
  return (
    <div className="flex flex-col gap-6">
      {pipelines.data.map((pipeline) => (
        <PipelineEditor
          key={`${pipeline.id}-${pipeline.updated_at}`}
          saved={draftOf(pipeline)}
          pipeline={pipeline}
          onDone={() => {}}
        />
      ))}
      {added ? (
        <PipelineEditor saved={added} pipeline={null} onDone={() => setAdded(null)} />
      ) : (
        <Button icon={<Plus size={14} />} className="self-start" onClick={add}>
          {t("settings.pipelines.add")}
        </Button>
      )}
    </div>
  );
}
