/** The queue of short messages at the bottom of the window. */
import type { Tone } from "@/shared/components/Badge";
import { createStore } from "@/shared/hooks/store";

export interface Toast {
  id: number;
  /** A later toast with the same slot replaces the earlier one, so quick edits do not pile up. */
  slot: string | null;
  tone: Tone;
  title: string;
  text?: string | undefined;
  action?: { label: string; run: () => void } | undefined;
}

export const toasts = createStore<Toast[]>([]);

let last = 0;

export function showToast(toast: Omit<Toast, "id" | "slot" | "tone"> & { slot?: string; tone?: Tone }): void {
  last += 1;
  const full: Toast = { slot: null, tone: "neutral", ...toast, id: last };
  toasts.set((old) =>
    [...old.filter((other) => full.slot === null || other.slot !== full.slot), full].slice(-3),
  );
}

export function dismissToast(id: number): void {
  toasts.set((old) => old.filter((toast) => toast.id !== id));
}
