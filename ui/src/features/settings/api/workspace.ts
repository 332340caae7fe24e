/** Members, invitations and devices of the workspace: asked of the server each time, which decides who may what. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { client, data } from "@/shared/api/client";
import type { components } from "@/shared/api/schema.gen";
import { showToast } from "@/shared/components/toasts";
import { useUndo } from "@/shared/undo/useUndo";

import { serverRefusal } from "../model/refusal";

type Schemas = components["schemas"];
export type Member = Schemas["Member"];
export type Invite = Schemas["Invite"];
export type SyncDevice = Schemas["SyncDevice"];

/** No event tells what others do on the server. */
const FRESH = { staleTime: 0, refetchInterval: 30_000 } as const;
const at = (id: string) => ({ params: { path: { id } } });

export const membersQuery = queryOptions({
  queryKey: ["workspace", "members"],
  queryFn: async () => (await data(client.GET("/api/sync/members/"))).results,
  ...FRESH,
});

export const invitesQuery = queryOptions({
  queryKey: ["workspace", "invites"],
  queryFn: async () => (await data(client.GET("/api/sync/invites/"))).results,
  ...FRESH,
});

export const devicesQuery = queryOptions({
  queryKey: ["workspace", "devices"],
  queryFn: async () => (await data(client.GET("/api/sync/devices/"))).results,
  ...FRESH,
});

/** A change on the server, which no undo takes back; told when it is done, and why when it is not. */
function useServerChange<Change>(
  call: (change: Change) => Promise<unknown>,
  told: (change: Change) => string,
) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const undo = useUndo();
  return useMutation({
    mutationFn: call,
    onSuccess: (_answer, change) => showToast({ slot: "sync", tone: "success", title: told(change) }),
    onError: (error) => {
      const told = serverRefusal(error);
      undo.fail(t("sync.not_changed"), told ? { message: t(told) } : error);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["workspace"] }),
  });
}

export function useChangeRole() {
  const { t } = useTranslation();
  return useServerChange(
    ({ member, role }: { member: Member; role: string }) =>
      data(client.PATCH("/api/sync/members/{id}/", { ...at(member.id), body: { role } })),
    ({ member, role }) =>
      t("sync.members.role_changed", { name: member.name, role: t(`sync.role.${role as "member"}`) }),
  );
}

export function useRemoveMember() {
  const { t } = useTranslation();
  return useServerChange(
    (member: Member) => data(client.DELETE("/api/sync/members/{id}/", at(member.id))),
    ({ name }) => t("sync.members.removed", { name }),
  );
}

export function useWithdrawInvite() {
  const { t } = useTranslation();
  return useServerChange(
    (invite: Invite) => data(client.DELETE("/api/sync/invites/{id}/", at(invite.id))),
    ({ email }) => t("sync.invites.withdrawn", { email }),
  );
}

export function useSignOutDevice() {
  const { t } = useTranslation();
  return useServerChange(
    (device: SyncDevice) => data(client.DELETE("/api/sync/devices/{id}/", at(device.id))),
    ({ name }) => t("sync.devices.signed_out", { name }),
  );
}

/** The link comes with the answer, this once. */
export function useInvite() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["InviteDraft"]): Promise<Invite> =>
      data(client.POST("/api/sync/invites/", { body })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["workspace", "invites"] }),
  });
}
