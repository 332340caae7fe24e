/** The tone of each state's badge: the word says what, the tone says how urgent or how good. */
import type { Tone } from "@/shared/components/Badge";

const TONES: Record<string, Tone> = {
  "lead_status.new": "accent",
  "lead_status.contacted": "warning",
  "lead_status.qualified": "success",
  "lead_status.converted": "success",
  "lead_status.lost": "danger",
  "task_status.in_progress": "accent",
  "task_status.completed": "success",
  "priority.high": "warning",
  "priority.urgent": "danger",
  "contact_type.customer": "success",
  "contact_type.prospect": "accent",
  "stage_kind.won": "success",
  "stage_kind.lost": "danger",
  "stage_kind.open": "accent",
};

export function toneFor(enumName: string, value: string): Tone {
  return TONES[`${enumName}.${value}`] ?? "neutral";
}
