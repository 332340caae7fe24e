/** Wire types of forecast, accuracy and quotas. Percent are 0 to 100, amounts major units. */
import type { Present } from "@/shared/api/present";
import type { components } from "@/shared/api/schema.gen";

type Schemas = components["schemas"];

export type SalesForecast = Present<Schemas["SalesForecast"]>;
export type Accuracy = Present<Schemas["ForecastAccuracy"]>;
export type Baseline = Accuracy["baselines"][number];
export type QuotaDraft = Schemas["QuotaDraft"];
