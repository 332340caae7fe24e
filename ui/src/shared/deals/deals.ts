/** Which deals are looked at: those behind a figure that was clicked. Any screen asks; the shell shows them once. */
import { createStore } from "@/shared/hooks/store";

export type Behind =
  | "stage"
  | "funnel"
  | "velocity"
  | "win_rate"
  | "win_month"
  | "month"
  | "category"
  | "owner"
  | "advice"
  | "overdue"
  | "pushed"
  | "amount_changed";

export interface DealsRequest {
  behind: Behind;
  key?: string | undefined;
  part?: string | undefined;
  pipeline?: string | undefined;
  owner?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  currency?: string | undefined;
  months?: number | undefined;
  title: string;
}

export const dealsRequest = createStore<DealsRequest | null>(null);

/** What was clicked: it gets the focus back when the panel closes. */
let opener: HTMLElement | null = null;

export function openDeals(request: DealsRequest): void {
  opener = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  dealsRequest.set(request);
}

export function focusOpener(): void {
  if (opener?.isConnected) opener.focus();
  opener = null;
}

export function closeDeals(): void {
  dealsRequest.set(null);
}
