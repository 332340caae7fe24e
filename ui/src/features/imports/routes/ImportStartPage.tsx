/** The first step of an import: choosing a file. Recent imports are below. */
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Badge, type Tone } from "@/shared/components/Badge";
import { PageHeader } from "@/shared/components/PageHeader";
import { ScrollRegion } from "@/shared/components/ScrollRegion";
import { Time } from "@/shared/components/Time";
import { useFormat } from "@/shared/format/useFormat";
import type { PickedFile } from "@/shared/host/host";
import { type Import, useRecentImports, useStartImport } from "../api/imports";
import { DropTarget } from "../components/DropTarget";

const TONES: Record<Import["status"], Tone> = {
  mapping: "neutral",
  checking: "accent",
  checked: "accent",
  running: "accent",
  done: "success",
  cancelled: "neutral",
  failed: "danger",
};

export function ImportStartPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const recent = useRecentImports();
  const start = useStartImport();
  const { mutate } = start;
  const onFile = useCallback(
    (file: PickedFile) =>
      mutate(file, {
        onSuccess: (made) => {
          queryClient.invalidateQueries({ queryKey: ["imports", "list"] });
          navigate({ to: "/import/$id", params: { id: made.id } });
        },
      }),
    [mutate, navigate, queryClient],
  );
  return (
    <>
      <PageHeader title={t("app.nav.import")} />
      <ScrollRegion label={t("app.nav.import")}>
        <div className="mx-auto max-w-190 px-8 py-8">
          <DropTarget busy={start.isPending} onFile={onFile} />
          {start.isError && (
            <p role="alert" className="mt-3 text-danger-text">
              {t("import.not_read")} {messageOf(start.error)}
            </p>
          )}
          <p className="mt-3 text-center text-xs text-faint">{t("import.nothing_written")}</p>
          {(recent.data?.length ?? 0) > 0 && (
            <section aria-label={t("import.recent")} className="mt-10">
              <h2 className="mb-1 text-xs font-semibold text-faint">{t("import.recent")}</h2>
              <ul>
                {recent.data?.map((each) => (
                  <li key={each.id} className="border-b last:border-b-0">
                    <Link
                      to="/import/$id"
                      params={{ id: each.id }}
                      className="-mx-2 flex h-11 items-center gap-3 rounded-md px-2 hover:bg-hover"
                    >
                      <span className="min-w-0 truncate font-medium">{each.file_name}</span>
                      <span className="num text-faint">{format.bytes(each.file_size)}</span>
                      <span className="ml-auto">
                        <Badge tone={TONES[each.status]}>{t(`enum.import_status.${each.status}`)}</Badge>
                      </span>
                      <Time value={each.created_at} className="w-28 text-right text-xs text-muted" />
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      </ScrollRegion>
    </>
  );
}
