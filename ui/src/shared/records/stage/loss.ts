/** Asks why a deal was lost, from wherever it was moved. */
import { createStore } from "@/shared/hooks/store";

interface LossQuestion {
  name: string;
  answer: (reason: string | null) => void;
}

export const lossQuestion = createStore<LossQuestion | null>(null);

/** Resolves with the reason (may be empty), or null when the user does not want to move the deal after all. */
export function askLossReason(name: string): Promise<string | null> {
  return new Promise((resolve) => {
    lossQuestion.set({
      name,
      answer: (reason) => {
        lossQuestion.set(null);
        resolve(reason);
      },
    });
  });
}
