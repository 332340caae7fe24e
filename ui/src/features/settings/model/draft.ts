/** A pipeline while it is edited. No I/O. */
import type { Pipeline, Stage } from "@/shared/api/types";

export interface StageDraft {
  /** Null for a stage that is not saved yet. */
  id: string | null;
  key: string;
  name: string;
  kind: Stage["kind"];
  probability: number;
  stalled_after_days: number | null;
}

export interface Draft {
  id: string | null;
  name: string;
  stages: StageDraft[];
}

export function draftOf(pipeline: Pipeline): Draft {
  return {
    id: pipeline.id,
    name: pipeline.name,
    stages: pipeline.stages.map(({ id, name, kind, probability, stalled_after_days }) => ({
      id,
      key: id,
      name,
      kind,
      probability,
      stalled_after_days: stalled_after_days ?? null,
    })),
  };
}

export function withStage(draft: Draft, key: string, part: Partial<StageDraft>): Draft {
  return {
    ...draft,
    stages: draft.stages.map((stage) => (stage.key === key ? { ...stage, ...part } : stage)),
  };
}

export function moved(draft: Draft, key: string, by: 1 | -1): Draft {
  const stages = [...draft.stages];
  const at = stages.findIndex((stage) => stage.key === key);
  const [stage] = stages.splice(at, 1);
  if (!stage || at + by < 0 || at + by > stages.length) return draft;
  stages.splice(at + by, 0, stage);
  return { ...draft, stages };
}

/** A pipeline needs a name, named stages, and somewhere for deals to be open, won and lost. */
export function problemOf(draft: Draft): "name" | "stage_name" | "kinds" | null {
  if (!draft.name.trim()) return "name";
  if (draft.stages.some((stage) => !stage.name.trim())) return "stage_name";
  const kinds = new Set(draft.stages.map((stage) => stage.kind));
  return kinds.size === 3 ? null : "kinds";
}
