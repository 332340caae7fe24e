/** Step one: what the file's columns mean, with samples, and how to read its dates and amounts. */
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Button } from "@/shared/components/Button";
import { Segmented } from "@/shared/components/Controls";
import { type Import, useChangeImport, useImportStep } from "../api/imports";
import { MappingTable } from "./MappingTable";
import { OptionsPanel } from "./OptionsPanel";
import { StepFrame } from "./StepFrame";

const KINDS = ["opportunities", "contacts", "leads", "companies"] as const;

export function MappingStep({ made }: { made: Import }) {
  const { t } = useTranslation();
  const change = useChangeImport(made.id);
  const step = useImportStep(made.id);
  const mapped = made.mapping.filter((each) => each.target).length;
  const error = change.error ?? step.error;
  return (
    <StepFrame
      actions={
        <>
          <span className="num text-muted">
            {t("import.mapped", { count: mapped, total: made.mapping.length })}
          </span>
          {error && (
            <span role="alert" className="text-danger-text">
              {messageOf(error)}
            </span>
          )}
          <Button
            variant="primary"
            className="ml-auto"
            disabled={mapped === 0}
            busy={step.isPending || change.isPending}
            onClick={() => step.mutate("dry_run")}
          >
            {t("import.check")}
          </Button>
        </>
      }
    >
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">{t("import.columns_title")}</h2>
        <Segmented
          label={t("import.kind")}
          value={made.kind}
          onChange={(kind) => change.mutate({ kind: kind as Import["kind"] })}
          options={KINDS.map((kind) => ({ value: kind, label: t(`enum.import_kind.${kind}`) }))}
        />
      </div>
      <MappingTable made={made} onChange={(mapping) => change.mutate({ mapping })} />
      <OptionsPanel
        made={made}
        onChange={(options) => change.mutate({ options: { ...made.options, ...options } })}
      />
    </StepFrame>
  );
}
