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

/** Only fields that were filled in are sent, so that the server's defaults hold for the rest. */
export function toWireValues(
  fields: readonly FieldDef[],
  values: FormValues,
  parseAmount: ParseAmount,
): FormValues {
  const wire: FormValues = {};
  for (const field of fields) {
    const parsed = parseField(field, values[field.key], parseAmount);
    if (parsed.ok && parsed.value !== null) wire[field.key] = parsed.value;
  }
  return wire;
}
