/** Where the data is, how much there is, and taking the sample data out again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answer, client } from "@/shared/api/client";
import { Button } from "@/shared/components/Button";
import { useFormat } from "@/shared/format/useFormat";
import { statusQuery } from "@/shared/prefs/status";
import { useUndo } from "@/shared/undo/useUndo";
import { SettingRow } from "./SettingRow";

const KINDS = ["companies", "contacts", "leads", "opportunities", "tasks"] as const;

export function DataSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndo();
  const queryClient = useQueryClient();
  const status = useQuery(statusQuery);
  const sample = useMutation({
    mutationFn: (load: boolean) =>
      load
        ? answer<unknown>(client.POST("/api/core/sample_data/"))
        : answer<unknown>(client.DELETE("/api/core/sample_data/")),
    onSuccess: ({ changeSet }, load) => {
      queryClient.invalidateQueries();
      undo.announce(t(load ? "settings.data.sample_loaded" : "settings.data.sample_removed"), changeSet);
    },
    onError: (error) => undo.fail(t("settings.data.sample_failed"), error),
  });
  return (
    <>
      <SettingRow title={t("settings.data.folder")} text={t("settings.data.folder_text")}>
        <code className="selectable max-w-80 truncate text-xs text-muted">{status.data?.data_dir}</code>
      </SettingRow>
      {KINDS.map((kind) => (
        <SettingRow key={kind} title={t(`enum.import_kind.${kind}`)}>
          <span className="num">{status.data && format.number(status.data.counts[kind])}</span>
        </SettingRow>
      ))}
      <SettingRow title={t("settings.data.sample")} text={t("settings.data.sample_text")}>
        {status.data && (
          <Button busy={sample.isPending} onClick={() => sample.mutate(!status.data.has_sample_data)}>
            {t(status.data.has_sample_data ? "settings.data.sample_remove" : "settings.data.sample_load")}
          </Button>
        )}
      </SettingRow>
    </>
  );
}
