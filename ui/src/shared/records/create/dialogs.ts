/** Which dialogs over records are open. Any screen opens them; the shell shows them once. */
import type { AnyRecord, RecordType } from "@/shared/api/types";
import { createStore } from "@/shared/hooks/store";

export interface Preset extends Record<string, unknown> {
  /** Of a deal: its stages are the ones to choose from. */
  pipeline?: string;
}

export interface CreateRequest {
  type: RecordType;
  /** Values that come with the place it was opened from, such as the company of the page. */
  preset: Preset;
  /** Called with the new record instead of showing its page. */
  onCreated?: ((record: AnyRecord) => void) | undefined;
}

export const createRequest = createStore<CreateRequest | null>(null);

export function openCreate(
  type: RecordType,
  preset: Preset = {},
  onCreated?: CreateRequest["onCreated"],
): void {
  createRequest.set({ type, preset, onCreated });
}
