/** The user's settings as a query, and changing them at once with rollback. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import type { Settings, SettingsPatch } from "@/shared/api/types";

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: () => data(client.GET("/api/core/settings/")),
  staleTime: Number.POSITIVE_INFINITY,
});

const BEFORE_LOADED: Settings = {
  profile_name: "",
  profile_email: "",
  base_currency: "EUR",
  time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  language: "system",
  theme: "system",
  density: "comfortable",
  onboarded: true,
};

export function useSettings(): Settings {
  return useQuery(settingsQuery).data ?? BEFORE_LOADED;
}

export function usePatchSettings() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (patch: SettingsPatch) => data(client.PATCH("/api/core/settings/", { body: patch })),
    onMutate: (patch) => {
      const before = queryClient.getQueryData(settingsQuery.queryKey);
      if (before)
        queryClient.setQueryData(settingsQuery.queryKey, { ...before, ...(patch as Partial<Settings>) });
      return { before };
    },
    onError: (_error, _patch, context) => {
      if (context?.before) queryClient.setQueryData(settingsQuery.queryKey, context.before);
    },
    onSuccess: (saved) => queryClient.setQueryData(settingsQuery.queryKey, saved),
  });
}
