/** The file's columns, a few of their values, and the field each goes to. */
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Select } from "@/shared/components/Select";
import { useLabels } from "@/shared/records/fields/labels";
import type { Import } from "../api/imports";

type Mapping = Import["mapping"];

export function MappingTable({ made, onChange }: { made: Import; onChange: (mapping: Mapping) => void }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const targetOf = new Map(made.mapping.map((each) => [each.index, each.target ?? ""]));
  const options = [
    { value: "", label: t("import.ignore") },
    ...made.targets.map((target) => ({
      value: target.key,
      label: labels.field(target.key),
    })),
  ];
  const set = (index: number, target: string) =>
    onChange(
      made.detected.columns.map((column) => ({
        index: column.index,
        target: (column.index === index ? target : (targetOf.get(column.index) ?? "")) || null,
      })),
    );
  return (
    <div className="overflow-hidden rounded-lg border">
      <table className="w-full table-fixed">
        <thead>
          <tr className="border-b bg-subtle text-left text-xs text-faint">
            <th className="w-[26%] px-4 py-2 font-medium">{t("import.in_file")}</th>
            <th className="px-4 py-2 font-medium">{t("import.samples")}</th>
            <th className="w-[34%] px-4 py-2 font-medium">{t("import.becomes")}</th>
          </tr>
        </thead>
        <tbody>
          {made.detected.columns.map((column) => (
            <tr key={column.index} className="h-12 border-b last:border-b-0">
              <th scope="row" className="truncate px-4 text-left font-medium">
                {column.header}
              </th>
              <td className="truncate px-4 text-muted" title={column.samples.join("\n")}>
                {column.samples.slice(0, 3).join(", ")}
              </td>
              <td className="px-4">
                <span className="flex items-center gap-2">
                  <ArrowRight size={14} aria-hidden="true" className="shrink-0 text-faint" />
                  <Select
                    label={t("import.target_of", { column: column.header })}
                    value={targetOf.get(column.index) ?? ""}
                    options={options}
                    onChange={(target) => set(column.index, target)}
                    className={targetOf.get(column.index) ? "" : "text-faint!"}
                  />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
