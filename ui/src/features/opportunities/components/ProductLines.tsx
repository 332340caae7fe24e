/** The products of a deal as lines, with what they add up to each. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client, data } from "@/shared/api/client";
import type { Opportunity } from "@/shared/api/types";
import { Money } from "@/shared/components/Money";
import { useFormat } from "@/shared/format/useFormat";

/** Names of the products; a list of what a company sells is short. */
function useProductNames(): Map<string, string> {
  const products = useQuery({
    queryKey: ["products", "list", "names"],
    queryFn: () => data(client.GET("/api/products/", { params: { query: { page_size: 200 } } })),
  });
  return new Map(products.data?.results.map((product) => [product.id, product.name]));
}

export function ProductLines({ deal }: { deal: Opportunity }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useProductNames();
  if (deal.products.length === 0) return null;
  return (
    <section aria-label={t("field.products")} className="border-t px-5 py-3">
      <h2 className="mb-1 flex h-8 items-center text-xs font-semibold text-faint">{t("field.products")}</h2>
      <ul>
        {deal.products.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same product may stand on two lines
          <li key={index} className="flex min-h-8 items-center gap-3 py-1">
            <span className="min-w-0 flex-1 truncate">
              {(line.product && names.get(line.product)) || line.description}
            </span>
            <span className="num shrink-0 text-xs text-muted">
              {format.number(line.quantity)}
              {line.unit_price && ` × ${format.money(line.unit_price, deal.currency)}`}
              {Number(line.discount_percentage) > 0 &&
                ` − ${format.percent(Number(line.discount_percentage))}`}
            </span>
            <Money
              amount={line.total_price}
              currency={deal.currency}
              className="w-20 shrink-0 text-right font-medium"
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
