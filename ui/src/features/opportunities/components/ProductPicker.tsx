/** Chooses the product of a line: searchable, and able to create what is missing. */
import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Combobox } from "@/shared/components/Combobox";
import { useFormat } from "@/shared/format/useFormat";
import { useDebounced } from "@/shared/hooks/useDebounced";
import { useUndo } from "@/shared/undo/useUndo";
import { type Product, productChoices, useCreateProduct } from "../api/products";

interface ProductPickerProps {
  id: string;
  value: string | null;
  /** What the line is called now. */
  name: string;
  currency: string;
  defaultOpen: boolean;
  invalid: boolean;
  onPick: (product: Product) => void;
  /** Where to go on after a choice. */
  next: RefObject<HTMLInputElement | null>;
}

export function ProductPicker({
  id,
  value,
  name,
  currency,
  defaultOpen,
  invalid,
  onPick,
  next,
}: ProductPickerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const undo = useUndo();
  const [open, setOpen] = useState(defaultOpen);
  const [search, setSearch] = useState("");
  const asked = useDebounced(search.trim());
  const products = useQuery({ ...productChoices(asked), enabled: open });
  const picked = useRef(false);
  const pick = (product: Product) => {
    picked.current = true;
    onPick(product);
    setOpen(false);
  };
  const create = useCreateProduct(currency, pick);
  const label = t("field.product");
  const onPickId = (chosen: string | null) => {
    const product = products.data?.find((each) => each.id === chosen);
    if (product) pick(product);
  };
  return (
    <Combobox
      open={open}
      onOpenChange={(opens) => {
        picked.current = false;
        setOpen(opens);
      }}
      focusAfter={() => (picked.current ? next.current : null)}
      label={label}
      value={value}
      choices={(products.data ?? []).map((product) => ({
        value: product.id,
        label: product.name,
        hint: product.price ? format.money(product.price, product.currency) : null,
      }))}
      loading={products.isPending || products.isPlaceholderData || asked !== search.trim()}
      onSearch={setSearch}
      onPick={onPickId}
      onCreate={(typed) =>
        create.mutate(typed, { onError: (error) => undo.fail(t("record.save_failed"), error) })
      }
      trigger={
        <button
          type="button"
          id={id}
          aria-label={`${label}: ${name || t("common.choose")}`}
          aria-invalid={invalid || undefined}
          aria-describedby={invalid ? `${id}-error` : undefined}
          className="field flex items-center gap-2 text-left"
        >
          <span className={`min-w-0 flex-1 truncate ${name ? "" : "text-faint"}`}>
            {name || t("common.choose")}
          </span>
          <ChevronDown size={14} className="shrink-0 text-faint" />
        </button>
      }
    />
  );
}
