/** The products that a deal's lines name. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import type { components } from "@/shared/api/schema.gen";

export type Product = components["schemas"]["Product"];

const CHOICES = 20;

/** Names of the products; a list of what a company sells is short. */
export function useProductNames(): ReadonlyMap<string, string> {
  const products = useQuery({
    queryKey: ["products", "list", "names"],
    queryFn: () => data(client.GET("/api/products/", { params: { query: { page_size: 200 } } })),
  });
  return new Map(products.data?.results.map((product) => [product.id, product.name]));
}

/** What can be put on a deal: products that are still sold. */
export function productChoices(search: string) {
  return queryOptions({
    queryKey: ["products", "choices", search],
    queryFn: async () => {
      const query = {
        page_size: CHOICES,
        is_active: "true",
        ordering: "name",
        ...(search ? { search } : {}),
      };
      return (await data(client.GET("/api/products/", { params: { query } }))).results;
    },
    placeholderData: (old: Product[] | undefined) => old,
  });
}

export function useCreateProduct(currency: string, onCreated: (product: Product) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => data(client.POST("/api/products/", { body: { name, currency } })),
    onSuccess: async (product) => {
      await queryClient.invalidateQueries({ queryKey: ["products"] });
      onCreated(product);
    },
  });
}
