/** Wire types that several analytics answers share. Percent are 0 to 100. */
import type { Present } from "@/shared/api/present";
import type { components } from "@/shared/api/schema.gen";

type Schemas = components["schemas"];

export type Recommendation = Present<Schemas["Recommendation"]>;
export type Level = Schemas["AdvicePriority"];
/** A share with its interval. */
export type Interval = Schemas["Interval"];
