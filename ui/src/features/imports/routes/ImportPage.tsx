/** One import, from its columns to its result. The server's status says which step is shown. */
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHeader } from "@/shared/components/PageHeader";
import { ErrorState, Skeleton } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { useImport } from "../api/imports";
import { CheckStep } from "../components/CheckStep";
import { DoneStep } from "../components/DoneStep";
import { MappingStep } from "../components/MappingStep";
import { Steps } from "../components/Steps";
import { StoppedStep } from "../components/StoppedStep";
import { WorkingStep } from "../components/WorkingStep";

const STEPS = {
  mapping: MappingStep,
  checking: WorkingStep,
  checked: CheckStep,
  running: WorkingStep,
  done: DoneStep,
  cancelled: StoppedStep,
  failed: StoppedStep,
};

export function ImportPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const id = useParams({ from: "/shell/import/$id", select: (params) => params.id });
  const query = useImport(id);
  const made = query.data;
  if (query.isError && !made) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  const Step = made && STEPS[made.status];
  return (
    <>
      <PageHeader
        title={made?.file_name ?? t("app.nav.import")}
        aside={
          made && (
            <span className="num truncate text-faint">
              {t("import.rows", {
                count: made.detected.row_count,
                shown: format.number(made.detected.row_count),
              })}{" "}
              · {format.bytes(made.file_size)}
            </span>
          )
        }
      >
        {made && <Steps status={made.status} />}
      </PageHeader>
      <div className="flex min-h-0 flex-1 flex-col">
        {Step ? <Step made={made} /> : <Skeleton className="m-8 h-40" />}
      </div>
    </>
  );
}
