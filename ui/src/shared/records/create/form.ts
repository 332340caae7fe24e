/** The rules of a create form, made from the definition of its fields. */
import { z } from "zod";
import type { FieldDef } from "../definition";
import { parseField } from "../fields/parse";

export type FormValues = Record<string, unknown>;

type ParseAmount = (text: string) => string | null;

export function formSchema(
  fields: readonly FieldDef[],
  parseAmount: ParseAmount,
  required: string,
  notANumber: string,
) {
  const shape: Record<string, z.ZodType> = {};
  for (const field of fields) {
    shape[field.key] = z.unknown().superRefine((value, context) => {
      const parsed = parseField(field, value, parseAmount);
      if (!parsed.ok) context.addIssue({ code: "custom", message: notANumber });
      else if (field.required && parsed.value === null)
        context.addIssue({ code: "custom", message: required });
    });
  }
  return z.looseObject(shape);
}

/**
 * Only fields that were filled in are sent, so that the server's defaults hold for the rest. What the form does not ask
 * for is sent as the place it was opened from gave it.
 */
export function toWireValues(
  fields: readonly FieldDef[],
  preset: FormValues,
  values: FormValues,
  parseAmount: ParseAmount,
): FormValues {
  const asked = new Set(fields.map((field) => field.key));
  const wire = Object.fromEntries(Object.entries(preset).filter(([key]) => !asked.has(key)));
  for (const field of fields) {
    const parsed = parseField(field, values[field.key], parseAmount);
    if (parsed.ok && parsed.value !== null) wire[field.key] = parsed.value;
  }
  return wire;
}
