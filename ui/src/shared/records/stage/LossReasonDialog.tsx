/** The question that a lost deal asks: why. Common reasons are one click, any other can be typed. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { Dialog, DialogActions, DialogBody } from "@/shared/components/Dialog";
import { Field } from "@/shared/components/Field";
import { useStore } from "@/shared/hooks/store";
import { lossQuestion } from "./loss";

const REASONS = ["price", "competitor", "timing", "no_budget", "no_decision", "missing_feature"] as const;

export function LossReasonDialog() {
  const question = useStore(lossQuestion);
  return question && <LossForm key={question.name} name={question.name} onAnswer={question.answer} />;
}

function LossForm({ name, onAnswer }: { name: string; onAnswer: (reason: string | null) => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAnswer(reason.trim());
  };
  return (
    <Dialog
      open
      onClose={() => onAnswer(null)}
      title={t("pipeline.lost_title")}
      description={t("pipeline.lost_text", { name })}
    >
      <form onSubmit={submit} className="contents">
        <DialogBody>
          <div className="mb-3 flex flex-wrap gap-2">
            {REASONS.map((each) => {
              const label = t(`pipeline.loss.${each}`);
              return (
                <Button
                  key={each}
                  aria-pressed={reason === label}
                  onClick={() => setReason(label)}
                  className={reason === label ? "border-accent! bg-accent-soft! text-accent-text!" : ""}
                >
                  {label}
                </Button>
              );
            })}
          </div>
          <Field id="loss-reason" label={t("field.loss_reason")}>
            <input
              id="loss-reason"
              className="field"
              autoFocus
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        </DialogBody>
        <DialogActions>
          <Button onClick={() => onAnswer(null)}>{t("common.cancel")}</Button>
          <Button type="submit" variant="danger">
            {t("pipeline.mark_lost")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
