/** The head of a column: stage, how many deals, what they add up to. */
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Dot, type Tone } from "@/shared/components/Badge";
import { IconButton } from "@/shared/components/Button";
import { useFormat } from "@/shared/format/useFormat";
import type { Column } from "../model/board";

const TONES: Record<Column["kind"], Tone> = { open: "accent", won: "success", lost: "danger" };

export function ColumnHeader({ column, onAdd }: { column: Column; onAdd: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const others = column.other_currencies;
  const weighted =
    column.kind === "open"
      ? t("pipeline.weighted", { amount: format.money(column.weighted_amount, column.currency) })
      : undefined;
  return (
    <header className="flex items-start gap-2 px-3 pt-2.5 pb-1.5">
      <div className="min-w-0 flex-1">
        <h2 className="flex items-center gap-2 font-semibold">
          <Dot tone={TONES[column.kind]} />
          <span className="truncate">{column.name}</span>
          <span className="num font-normal text-faint" data-count>
            {format.number(column.count)}
          </span>
        </h2>
        <p className="num truncate text-muted" title={weighted} data-total>
          {format.money(column.total_amount, column.currency)}
          {others.length > 0 && (
            <span
              className="text-faint"
              title={others.map((other) => format.money(other.amount, other.currency)).join(" · ")}
            >
              {" "}
              {t("pipeline.other_currencies", { count: others.length })}
            </span>
          )}
        </p>
      </div>
      <IconButton
        label={t("pipeline.add_to", { stage: column.name })}
        onClick={onAdd}
        className="-mr-1 size-7!"
      >
        <Plus size={14} />
      </IconButton>
    </header>
  );
}
