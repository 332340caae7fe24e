/** Becoming part of a workspace, and leaving it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client, data } from "@/shared/api/client";
import type { components } from "@/shared/api/schema.gen";
import { showToast } from "@/shared/components/toasts";
import { syncStatusQuery } from "@/shared/sync/status";
import type { SyncStatus } from "@/shared/sync/types";

type Schemas = components["schemas"];
export type Invitation = Schemas["Invitation"];

export function useConnect() {
  return useEnter((body: Schemas["ConnectDraft"]) => data(client.POST("/api/sync/connect/", { body })));
}

export function useJoin() {
  return useEnter((body: Schemas["JoinDraft"]) => data(client.POST("/api/sync/join/", { body })));
}

export function useSignInAgain() {
  return useEnter((body: Schemas["SignInDraft"]) => data(client.POST("/api/sync/sign_in/", { body })));
}

/** Whoever enters becomes the member that they are there, and everything may come anew. */
function useEnter<Body>(call: (body: Body) => Promise<unknown>) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async (body: Body) => (await call(body)) as SyncStatus,
    onSuccess: (status) => {
      queryClient.setQueryData(syncStatusQuery.queryKey, status);
      queryClient.invalidateQueries();
      showToast({ tone: "success", title: t("sync.connected", { workspace: status.workspace?.name ?? "" }) });
    },
  });
}

export function useReadInvitation() {
  return useMutation({
    mutationFn: (link: string): Promise<Invitation> =>
      data(client.GET("/api/sync/invitation/", { params: { query: { link } } })),
  });
}

export function useLeave() {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async () => (await data(client.POST("/api/sync/leave/"))) as SyncStatus,
    onSuccess: (status) => {
      queryClient.setQueryData(syncStatusQuery.queryKey, status);
      queryClient.removeQueries({ queryKey: ["workspace"] });
      queryClient.invalidateQueries();
      showToast({ title: t("sync.leave.done") });
    },
  });
}
