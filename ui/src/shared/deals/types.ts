/** Wire types of the deals behind a figure. Percent are 0 to 100, weights of reasons log-odds. */
import type { Present } from "@/shared/api/present";
import type { components } from "@/shared/api/schema.gen";

type Schemas = components["schemas"];

export type DealsBehind = Present<Schemas["DealsBehind"]>;
export type DealBehind = Present<Schemas["DealBehind"]>;
export type DealOutlook = Present<Schemas["DealOutlook"]>;
