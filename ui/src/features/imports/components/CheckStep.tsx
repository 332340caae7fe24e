/** Step two: what would happen. Nothing has been written yet. */
import { ArrowLeft } from "lucide-react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Button } from "@/shared/components/Button";
import { useFormat } from "@/shared/format/useFormat";
import { type Import, useChangeImport, useImportStep } from "../api/imports";
import { Problems } from "./Problems";
import { StepFrame } from "./StepFrame";
import { SummaryTable } from "./SummaryTable";

export function CheckStep({ made }: { made: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useChangeImport(made.id);
  const step = useImportStep(made.id);
  const { summary } = made;
  if (!summary) return null;
  const rows = Math.max(0, made.detected.row_count - summary.errors);
  return (
    <StepFrame
      actions={
        <>
          <Button
            icon={<ArrowLeft size={14} />}
            busy={change.isPending}
            onClick={() => change.mutate({ mapping: made.mapping })}
          >
            {t("import.back_to_columns")}
          </Button>
          {step.isError && (
            <span role="alert" className="text-danger-text">
              {messageOf(step.error)}
            </span>
          )}
          <Button
            variant="primary"
            className="ml-auto"
            busy={step.isPending}
            onClick={() => step.mutate("run")}
          >
            {t("import.run", { count: rows, shown: format.number(rows) })}
          </Button>
        </>
      }
    >
      <h2 className="text-lg font-semibold">{t("import.check_title")}</h2>
      <p className="mt-1 mb-5 text-muted">{t("import.check_text")}</p>
      <SummaryTable summary={summary} />
      <Problems made={made} summary={summary} />
    </StepFrame>
  );
}
