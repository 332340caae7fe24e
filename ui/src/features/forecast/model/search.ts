/** What the addresses of the forecast screens say. */
import { z } from "zod";
import { scopeSchema } from "@/shared/analytics/scope";

export const HORIZONS = [1, 3, 6, 12] as const;

export const forecastSearch = scopeSchema.extend({
  months: z.literal(HORIZONS).optional().catch(undefined),
});

export const accuracySearch = scopeSchema.pick({ pipeline: true }).extend({
  horizon: z.number().int().min(1).max(12).optional().catch(undefined),
});
