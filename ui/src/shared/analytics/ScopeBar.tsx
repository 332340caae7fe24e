/** The filters of the analytics screens: pipeline, owner, currency, and what a screen adds. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Select } from "@/shared/components/Select";
import { useFormat } from "@/shared/format/useFormat";
import { currencyOptions } from "@/shared/prefs/regions";
import { useOwners } from "@/shared/records/owners";
import { defaultPipeline, pipelinesQuery } from "@/shared/records/pipelines";
import type { Scope } from "./scope";

interface ScopeBarProps {
  scope: Scope;
  onChange: (part: Partial<Pick<Scope, "pipeline" | "owner" | "currency">>) => void;
  children?: ReactNode;
}

export function ScopeBar({ scope, onChange, children }: ScopeBarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const pipelines = useQuery(pipelinesQuery);
  const owners = useOwners();
  const people = owners.data ?? [];
  const several = (pipelines.data?.length ?? 0) > 1;
  return (
    <search
      aria-label={t("analytics.filters")}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b bg-surface px-5 py-2 narrow:px-3"
    >
      {several && (
        <div className="w-36 min-[1180px]:w-44">
          <Select
            label={t("pipeline.switch")}
            value={scope.pipeline ?? defaultPipeline(pipelines.data)?.id ?? null}
            onChange={(pipeline) => onChange({ pipeline })}
            options={(pipelines.data ?? []).map((each) => ({ value: each.id, label: each.name }))}
          />
        </div>
      )}
      {(people.length > 1 || scope.owner) && (
        <div className="w-36 min-[1180px]:w-44">
          <Select
            label={t("field.owner")}
            value={scope.owner ?? ""}
            onChange={(owner) => onChange({ owner: owner || undefined })}
            options={[
              { value: "", label: t("pipeline.all_owners") },
              ...people.map((person) => ({ value: person.id, label: person.name })),
              { value: "none", label: t("analytics.no_owner") },
            ]}
          />
        </div>
      )}
      {children}
      <div className="w-36">
        <Select
          label={t("field.currency")}
          value={scope.currency ?? ""}
          onChange={(currency) => onChange({ currency: currency || undefined })}
          options={[
            { value: "", label: t("analytics.all_currencies", { currency: format.baseCurrency }) },
            ...currencyOptions(format.locale).map((option) => ({
              value: option.value,
              label: t("analytics.only_currency", { currency: option.value }),
            })),
          ]}
        />
      </div>
    </search>
  );
}
