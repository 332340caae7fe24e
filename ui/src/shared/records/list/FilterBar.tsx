/** The chips that narrow a list: each is a field, a comparison and a value, changed in place. */
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/shared/components/Button";
import { Segmented } from "@/shared/components/Controls";
import { fieldOf, type RecordDef } from "../definition";
import { FilterChip } from "./FilterChip";
import { type Filter, type FilterRule, withRule } from "./filter";

interface FilterBarProps {
  def: RecordDef;
  filter: Filter | undefined;
  onChange: (filter: Filter | undefined) => void;
}

export function FilterBar({ def, filter, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  if (!filter) return null;
  const set = (index: number, rule: FilterRule | null) => onChange(withRule(filter, index, rule));
  return (
    <section
      aria-label={t("list.filters")}
      className="flex flex-wrap items-center gap-2 border-b bg-surface px-5 py-2"
    >
      {filter.rules.map((rule, index) => {
        const field = fieldOf(def, rule.field);
        return (
          field && (
            // biome-ignore lint/suspicious/noArrayIndexKey: rules have no identity besides their place
            <div key={index} className="flex items-center rounded-md border border-line-strong">
              <FilterChip field={field} rule={rule} onChange={(next) => set(index, next)} />
              <IconButton
                label={t("list.remove_filter", { field: t(field.label) })}
                onClick={() => set(index, null)}
                className="size-7!"
              >
                <X size={12} />
              </IconButton>
            </div>
          )
        );
      })}
      {filter.rules.length > 1 && (
        <Segmented
          value={filter.match}
          label={t("list.match")}
          onChange={(match) => onChange({ ...filter, match: match === "any" ? "any" : "all" })}
          options={[
            { value: "all", label: t("list.match_all") },
            { value: "any", label: t("list.match_any") },
          ]}
        />
      )}
      <Button variant="ghost" onClick={() => onChange(undefined)}>
        {t("list.clear_filters")}
      </Button>
    </section>
  );
}
