/** The pipeline board with its switcher, owner filter and search. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { PageHeader } from "@/shared/components/PageHeader";
import { SearchField } from "@/shared/components/SearchField";
import { Select } from "@/shared/components/Select";
import { ErrorState } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { openCreate } from "@/shared/records/create/dialogs";
import { useOwners } from "@/shared/records/owners";
import { defaultPipeline, pipelinesQuery } from "@/shared/records/pipelines";
import { boardQuery } from "../api/board";
import { Board } from "../components/Board";
import { BoardSkeleton } from "../components/BoardSkeleton";
import { PipelineTabs } from "../components/PipelineTabs";
import { useBoardCommands } from "../components/useBoardCommands";

export function PipelinePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const search = useSearch({ from: "/shell/pipeline" });
  const navigate = useNavigate();
  const pipelines = useQuery(pipelinesQuery);
  const owners = useOwners();
  const scope = useMemo(
    () => ({ pipeline: search.pipeline, owner: search.owner, search: search.q }),
    [search],
  );
  const query = useQuery({ ...boardQuery(scope), placeholderData: keepPreviousData });
  const change = (part: Partial<typeof search>) =>
    navigate({ to: "/pipeline", search: { ...search, ...part }, replace: "q" in part });
  const current = search.pipeline ?? defaultPipeline(pipelines.data)?.id ?? null;
  useBoardCommands(current ?? undefined);
  const count = query.data?.stages.reduce((sum, column) => sum + column.count, 0);

  return (
    <>
      <PageHeader
        title={t("app.nav.pipeline")}
        aside={
          <>
            {count !== undefined && <span className="num text-faint">{format.number(count)}</span>}
            <PipelineTabs pipeline={search.pipeline} owner={search.owner} />
          </>
        }
      >
        <SearchField
          value={search.q ?? ""}
          onChange={(q) => change({ q: q || undefined })}
          label={t("pipeline.search")}
        />
        {(owners.data?.length ?? 0) > 1 && (
          <div className="w-34 shrink-0 min-[1180px]:w-40 narrow:w-28 narrow:shrink">
            <Select
              label={t("field.owner")}
              value={search.owner ?? ""}
              onChange={(owner) => change({ owner: owner || undefined })}
              options={[
                { value: "", label: t("pipeline.all_owners") },
                ...(owners.data ?? []).map((person) => ({ value: person.id, label: person.name })),
              ]}
            />
          </div>
        )}
        {(pipelines.data?.length ?? 0) > 1 && (
          <div className="w-34 shrink-0 min-[1180px]:w-40 narrow:w-28 narrow:shrink">
            <Select
              label={t("pipeline.switch")}
              value={current}
              onChange={(pipeline) => change({ pipeline })}
              options={(pipelines.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
            />
          </div>
        )}
        <Button
          variant="primary"
          icon={<Plus size={16} />}
          onClick={() => openCreate("opportunity", current ? { pipeline: current } : {}, () => {})}
        >
          {t("common.new")}
        </Button>
      </PageHeader>
      <section aria-label={t("app.nav.pipeline")} className="flex min-h-0 flex-1 flex-col">
        {query.isError && !query.data ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : query.data ? (
          <Board board={query.data} scope={scope} />
        ) : (
          <BoardSkeleton />
        )}
      </section>
    </>
  );
}
