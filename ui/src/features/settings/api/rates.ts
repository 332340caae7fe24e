/** Rates by which amounts in other currencies are brought to the base currency. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { answer, client, data } from "@/shared/api/client";
import type { components } from "@/shared/api/schema.gen";
import { useUndo } from "@/shared/undo/useUndo";

export type CurrencyRate = components["schemas"]["CurrencyRate"];

/** Rates of a base currency, the latest first. */
export const ratesQuery = (base: string) =>
  queryOptions({
    queryKey: ["currency_rates", base],
    queryFn: async () => {
      const query = { base, ordering: "-day", page_size: 200 };
      return (await data(client.GET("/api/currency_rates/", { params: { query } }))).results;
    },
  });

interface NewRate {
  currency: string;
  rate: string;
  day: string;
}

export function useAddRate(base: string) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: (rate: NewRate) =>
      answer(client.POST("/api/currency_rates/", { body: { ...rate, base } as never })),
    onSuccess: ({ changeSet }, { currency }) => {
      queryClient.invalidateQueries({ queryKey: ["currency_rates"] });
      undo.announce(t("settings.currencies.added", { currency }), changeSet);
    },
  });
}

export function useRemoveRate() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: ({ id }: CurrencyRate) =>
      answer(client.DELETE("/api/currency_rates/{id}/", { params: { path: { id } } })),
    onSuccess: ({ changeSet }, { currency }) => {
      queryClient.invalidateQueries({ queryKey: ["currency_rates"] });
      undo.announce(t("settings.currencies.removed", { currency }), changeSet);
    },
  });
}
