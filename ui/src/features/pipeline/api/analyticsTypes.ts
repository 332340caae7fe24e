/** Wire types of the pipeline's analytics. Percent are 0 to 100, amounts major units. */
import type { Present } from "@/shared/api/present";
import type { components } from "@/shared/api/schema.gen";

export type PipelineAnalytics = Present<components["schemas"]["PipelineAnalytics"]>;
type Health = PipelineAnalytics["pipeline_health"];

export type HealthPart = Health["parts"][number];
export type StageTime = Health["stage_times"][number];
export type StageBottleneck = Health["bottlenecks"][number];
export type DealVelocity = PipelineAnalytics["deal_velocity"];
export type ExtremeDeal = NonNullable<DealVelocity["fastest"]>;
export type Slippage = PipelineAnalytics["slippage"];

export const GROUPS = ["stage", "source", "owner", "product", "size"] as const;
export type Group = (typeof GROUPS)[number];
export type GroupRate = PipelineAnalytics["win_rates"]["by_owner"][number];
