/** The products of a deal as lines, edited in place, with what they add up to: the deal's amount. */
import { Plus } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Opportunity } from "@/shared/api/types";
import { IconButton } from "@/shared/components/Button";
import { Money } from "@/shared/components/Money";
import { currencyPlaces } from "@/shared/format/numbers";
import { useFormat } from "@/shared/format/useFormat";
import { focusSoon } from "@/shared/hooks/focusSoon";
import { isDelete } from "@/shared/hooks/isDelete";
import { opportunity } from "@/shared/records/definitions/opportunity";
import { useUpdate } from "@/shared/records/useUpdate";
import { useProductNames } from "../api/products";
import { type Line, sumOf, toDrafts } from "../model/lines";
import { ProductLineForm } from "./ProductLineForm";

const ADD = "[data-add]";

export function ProductLines({ deal }: { deal: Opportunity }) {
  const { t } = useTranslation();
  const names = useProductNames();
  const update = useUpdate(opportunity);
  const box = useRef<HTMLElement>(null);
  const [editing, setEditing] = useState<number | "new" | null>(null);
  const { products: lines, currency } = deal;
  const places = currencyPlaces(currency);
  const sum = sumOf(lines, places);
  const nameOf = (line: Line) => (line.product && names.get(line.product)) || line.description || "";

  const leave = (selector: string) => {
    setEditing(null);
    focusSoon(box.current, selector);
  };
  const save = (next: Line[], selector: string) => {
    const total = sumOf(next, places);
    if (JSON.stringify(next) !== JSON.stringify(lines)) {
      update.mutate({
        id: deal.id,
        values: { products: toDrafts(next) },
        shown: { products: next, ...(total === null ? {} : { amount: total }) },
        message: t("record.field_saved", { field: t("field.products") }),
      });
    }
    leave(selector);
  };
  const at = (index: number) => `[data-line="${index}"]`;
  const remove = (index: number) =>
    save(
      lines.filter((_, other) => other !== index),
      lines.length > 1 ? at(Math.min(index, lines.length - 2)) : ADD,
    );
  return (
    <section ref={box} aria-label={t("field.products")} className="border-t px-5 py-3">
      <div className="flex h-8 items-center">
        <h2 className="text-xs font-semibold text-faint">{t("field.products")}</h2>
        <IconButton
          label={t("record.line.add")}
          data-add
          disabled={editing !== null}
          onClick={() => setEditing("new")}
          className="-mr-2 ml-auto size-7!"
        >
          <Plus size={14} />
        </IconButton>
      </div>
      <ul>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same product may stand on two lines
          <li key={index}>
            {editing === index ? (
              <ProductLineForm
                line={line}
                name={nameOf(line)}
                currency={currency}
                onSave={(changed) =>
                  save(
                    lines.map((old, other) => (other === index ? changed : old)),
                    at(index),
                  )
                }
                onCancel={() => leave(at(index))}
                onRemove={() => remove(index)}
              />
            ) : (
              <Row
                line={line}
                index={index}
                name={nameOf(line)}
                currency={currency}
                disabled={editing !== null}
                onEdit={() => setEditing(index)}
                onRemove={() => remove(index)}
              />
            )}
          </li>
        ))}
      </ul>
      {editing === "new" && (
        <ProductLineForm
          name=""
          currency={currency}
          onSave={(line) => save([...lines, line], ADD)}
          onCancel={() => leave(ADD)}
        />
      )}
      {lines.length === 0 && editing === null && <p className="pb-1 text-faint">{t("record.none_yet")}</p>}
      {sum !== null && (
        <p className="mt-1 flex h-8 items-center justify-between border-t font-medium">
          {t("record.line.total")}
          <Money amount={sum} currency={currency} />
        </p>
      )}
    </section>
  );
}

interface RowProps {
  line: Line;
  index: number;
  name: string;
  currency: string;
  /** While another line is edited: what was typed there is not to be lost. */
  disabled: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ line, index, name, currency, disabled, onEdit, onRemove }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const off = Number(line.discount_percentage);
  const isPlain = Number(line.quantity) === 1 && off === 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (isDelete(event)) onRemove();
  };
  return (
    <button
      type="button"
      data-line={index}
      disabled={disabled}
      aria-keyshortcuts="Delete"
      onClick={onEdit}
      onKeyDown={onKeyDown}
      className="-mx-2 flex min-h-8 w-[calc(100%+16px)] items-start gap-3 rounded-md px-2 py-1.5 text-left hover:bg-hover"
    >
      <span className="min-w-0 flex-1">
        <span className="sr-only">{t("record.edit_field", { field: t("field.product") })} </span>
        <span className="block truncate">{name}</span>
        {!isPlain && (
          <span className="num block truncate text-xs text-muted">
            {format.number(line.quantity)}
            {line.unit_price && ` × ${format.money(line.unit_price, currency)}`}
            {off > 0 && ` − ${format.percent(off)}`}
          </span>
        )}
      </span>
      {line.total_price ? (
        <Money amount={line.total_price} currency={currency} className="shrink-0" />
      ) : (
        <span className="shrink-0 text-faint">{t("record.line.no_price")}</span>
      )}
    </button>
  );
}
