/** Edits one product line of a deal: product, quantity, price, discount. */
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Field } from "@/shared/components/Field";
import { Money } from "@/shared/components/Money";
import { currencyPlaces } from "@/shared/format/numbers";
import { useFormat } from "@/shared/format/useFormat";
import { PanelForm } from "@/shared/records/page/PanelForm";
import type { Product } from "../api/products";
import { type Line, type Problem, type Problems, readLine, type TypedLine } from "../model/lines";
import { ProductPicker } from "./ProductPicker";

interface ProductLineFormProps {
  /** Absent for a new one. */
  line?: Line | undefined;
  name: string;
  currency: string;
  onSave: (line: Line) => void;
  onCancel: () => void;
  onRemove?: () => void;
}

function useProblemText() {
  const { t } = useTranslation();
  return (problem: Problem | undefined): string | undefined => {
    if (problem === undefined) return undefined;
    if (typeof problem === "object") {
      return problem.places === 0
        ? t("record.line.whole")
        : t("record.line.too_fine", { count: problem.places });
    }
    if (problem === "required") return t("record.required");
    if (problem === "no_number") return t("record.not_a_number");
    return t(problem === "negative" ? "record.line.not_negative" : "record.line.not_a_discount");
  };
}

const NUMBERS = [
  { name: "quantity", label: "field.quantity" },
  { name: "unitPrice", label: "field.unit_price" },
  { name: "discount", label: "field.discount" },
] as const;

export function ProductLineForm({ line, name, currency, onSave, onCancel, onRemove }: ProductLineFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const quantity = useRef<HTMLInputElement>(null);
  const plain = (value: string | null | undefined) => (value ? format.plain(value) : "");
  const [shownName, setShownName] = useState(name);
  const [typed, setTyped] = useState<TypedLine>(() => ({
    product: line?.product ?? null,
    quantity: plain(line?.quantity ?? "1"),
    unitPrice: plain(line?.unit_price),
    discount: plain(line?.discount_percentage ?? "0"),
  }));
  const [problems, setProblems] = useState<Problems>({});
  const read = readLine(typed, format.parseAmount, currencyPlaces(currency), line);
  const set = (part: Partial<TypedLine>) => {
    setTyped((old) => ({ ...old, ...part }));
    setProblems({});
  };
  const pick = (product: Product) => {
    const known = product.price && product.currency === currency;
    setShownName(product.name);
    set({ product: product.id, ...(known ? { unitPrice: plain(product.price) } : {}) });
  };
  const title = line ? t("record.edit_field", { field: name }) : t("record.line.add");
  return (
    <PanelForm
      label={title}
      onSave={() => (read.ok ? onSave(read.line) : setProblems(read.problems))}
      onCancel={onCancel}
      remove={onRemove && { label: t("common.remove_named", { name }), run: onRemove }}
    >
      <Field id="line-product" label={t("field.product")} error={problemText(problems.product)}>
        <ProductPicker
          id="line-product"
          value={typed.product}
          name={shownName}
          currency={currency}
          defaultOpen={!line}
          invalid={problems.product !== undefined}
          onPick={pick}
          next={quantity}
        />
      </Field>
      <div className="grid grid-cols-[1fr_1.5fr_1fr] gap-2">
        {NUMBERS.map(({ name: key, label }) => (
          <Field key={key} id={`line-${key}`} label={t(label)} error={problemText(problems[key])}>
            <input
              ref={key === "quantity" ? quantity : undefined}
              id={`line-${key}`}
              inputMode="decimal"
              autoComplete="off"
              // biome-ignore lint/a11y/noAutofocus: opened by the user's own click on this line
              autoFocus={key === "quantity" && line !== undefined}
              aria-invalid={problems[key] !== undefined || undefined}
              aria-describedby={problems[key] ? `line-${key}-error` : undefined}
              value={typed[key]}
              onFocus={(event) => event.target.select()}
              onChange={(event) => set({ [key]: event.target.value })}
              className="field num text-right"
            />
          </Field>
        ))}
      </div>
      <p className="flex h-5 items-center justify-between text-muted">
        <span>{t("record.line.total")}</span>
        {read.ok && (
          <Money amount={read.line.total_price} currency={currency} className="font-medium text-fg" />
        )}
      </p>
    </PanelForm>
  );
}
