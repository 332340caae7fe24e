/** What analytics are asked about: pipeline, owner, period and currency, as they stand in the address. */
import { z } from "zod";

const text = z.string().optional().catch(undefined);
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);

export const scopeSchema = z.object({ pipeline: text, owner: text, currency: text });
export const periodSchema = scopeSchema.extend({ from: day, until: day });

export interface Scope {
  pipeline?: string | undefined;
  owner?: string | undefined;
  currency?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
}
