/** One pipeline: its name, its stages in order, saving and deleting it. */
import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { uuid } from "@/shared/api/ids";
import type { Pipeline } from "@/shared/api/types";
import { Badge } from "@/shared/components/Badge";
import { Button, IconButton } from "@/shared/components/Button";
import { useFormat } from "@/shared/format/useFormat";
import { focusSoon } from "@/shared/hooks/focusSoon";
import { useDeletePipeline, useSavePipeline } from "../api/pipelines";
import { type Draft, moved, problemOf, withStage } from "../model/draft";
import { STAGE_COLUMNS, StageRow } from "./StageRow";

interface PipelineEditorProps {
  saved: Draft;
  pipeline: Pipeline | null;
  onDone: () => void;
}

export function PipelineEditor({ saved, pipeline, onDone }: PipelineEditorProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [draft, setDraft] = useState(saved);
  const save = useSavePipeline();
  const remove = useDeletePipeline();
  const isNew = saved.id === null;
  const dirty = isNew || JSON.stringify(draft) !== JSON.stringify(saved);
  const problem = problemOf(draft);
  const box = useRef<HTMLElement>(null);
  const focus = (key: string, part: string) => focusSoon(box.current, `[data-row="${key}"] ${part}`);
  const add = () => {
    const key = uuid();
    const at = draft.stages.findLastIndex((stage) => stage.kind === "open") + 1;
    const stages = draft.stages.toSpliced(at, 0, {
      id: null,
      key,
      name: "",
      kind: "open",
      probability: 50,
      stalled_after_days: null,
    });
    setDraft({ ...draft, stages });
    focus(key, "input");
  };
  const move = (index: number, key: string, by: 1 | -1) => {
    setDraft(moved(draft, key, by));
    // At either end only the way back is left.
    const ends = index + by === 0 || index + by === draft.stages.length - 1;
    focus(key, `[data-move="${ends ? -by : by}"]`);
  };
  const drop = (index: number, key: string) => {
    setDraft({ ...draft, stages: draft.stages.filter((other) => other.key !== key) });
    const next = draft.stages[index + 1] ?? draft.stages[index - 1];
    if (next) focus(next.key, "[data-remove]");
  };
  const discard = () => (isNew ? onDone() : setDraft(saved));
  return (
    <section ref={box} aria-label={draft.name || t("settings.pipelines.add")} className="rounded-lg border">
      <header className="flex items-center gap-3 border-b px-4 py-2.5">
        <input
          aria-label={t("settings.pipelines.name")}
          placeholder={t("settings.pipelines.name")}
          value={draft.name}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
          className="field w-64! min-w-0 shrink font-semibold"
        />
        {pipeline?.is_default && <Badge tone="accent">{t("settings.pipelines.default")}</Badge>}
        {pipeline && (
          <span className="num ml-auto whitespace-nowrap text-faint">
            {t("chart.deal_count", {
              count: pipeline.opportunity_count,
              deals: format.number(pipeline.opportunity_count),
            })}
          </span>
        )}
        {pipeline && !pipeline.is_default && (
          <IconButton
            label={t("settings.pipelines.delete", { name: pipeline.name })}
            onClick={() => remove.mutate(pipeline)}
          >
            <Trash2 size={14} />
          </IconButton>
        )}
      </header>
      <div className="px-4 py-2">
        <div className={`${STAGE_COLUMNS} items-end py-1 text-xs text-faint`} aria-hidden="true">
          <span>{t("field.stage")}</span>
          <span>{t("settings.pipelines.kind")}</span>
          <span className="text-right">{t("field.probability")}</span>
          <span className="text-right">{t("settings.pipelines.stalled_after")}</span>
        </div>
        {draft.stages.map((stage, index) => (
          <StageRow
            key={stage.key}
            stage={stage}
            first={index === 0}
            last={index === draft.stages.length - 1}
            onChange={(part) => setDraft(withStage(draft, stage.key, part))}
            onMove={(by) => move(index, stage.key, by)}
            onRemove={() => drop(index, stage.key)}
          />
        ))}
        <Button variant="ghost" icon={<Plus size={14} />} onClick={add} className="my-1 -ml-2">
          {t("settings.pipelines.add_stage")}
        </Button>
      </div>
      {dirty && (
        <footer className="flex items-center gap-2 border-t px-4 py-2.5">
          <span
            role={save.isError ? "alert" : "status"}
            className={save.isError ? "text-danger-text" : "text-muted"}
          >
            {save.isError ? messageOf(save.error) : problem && t(`settings.pipelines.problem_${problem}`)}
          </span>
          <Button className="ml-auto" onClick={discard}>
            {t("common.cancel")}
          </Button>
          <Button
            variant="primary"
            disabled={problem !== null}
            busy={save.isPending}
            onClick={() => save.mutate(draft, { onSuccess: onDone })}
          >
            {t("common.save")}
          </Button>
        </footer>
      )}
    </section>
  );
}
