/** The workspace that this profile belongs to: as whom, with whom, on which computers. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Badge } from "@/shared/components/Badge";
import { useFormat } from "@/shared/format/useFormat";
import type { SyncStatus, SyncWorkspace } from "@/shared/sync/types";
import { membersQuery } from "../../api/workspace";
import { managesMembers, roleOf } from "../../model/roles";
import { SettingRow } from "../SettingRow";
import { Devices } from "./Devices";
import { Invites } from "./Invites";
import { Leave } from "./Leave";
import { Members } from "./Members";
import { SignInAgain } from "./SignInAgain";
import { StatusLine } from "./StatusLine";

const ONLINE: readonly SyncStatus["state"][] = ["synced", "syncing", "bootstrapping"];

interface ConnectedProps {
  status: SyncStatus;
  workspace: SyncWorkspace;
}

export function Connected({ status, workspace }: ConnectedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const isOnline = ONLINE.includes(status.state);
  const members = useQuery({ ...membersQuery, enabled: isOnline });
  // The server knows better than what it said at the last sign-in.
  const myRole = roleOf(members.data?.find((member) => member.is_you)?.role ?? workspace.role);
  return (
    <>
      {status.state === "signed_out" ? <SignInAgain workspace={workspace} /> : <StatusLine status={status} />}
      <SettingRow title={t("sync.info.workspace")} text={t(`sync.role_text.${myRole}`)}>
        <span className="flex items-center gap-2">
          <span className="max-w-60 truncate font-medium">{workspace.name}</span>
          <Badge>{t(`sync.role.${myRole}`)}</Badge>
        </span>
      </SettingRow>
      <SettingRow title={t("sync.info.account")}>
        <span className="selectable block max-w-80 truncate">
          {workspace.member_name} · {workspace.email}
        </span>
      </SettingRow>
      <SettingRow title={t("sync.info.server")}>
        <span className="selectable block max-w-80 truncate">{workspace.server}</span>
      </SettingRow>
      {workspace.connected_at && (
        <SettingRow title={t("sync.info.since")}>
          <span className="num">{format.instant(workspace.connected_at)}</span>
        </SettingRow>
      )}
      <Members query={members} isOnline={isOnline} myRole={myRole} />
      {managesMembers(myRole) && <Invites isOnline={isOnline} myRole={myRole} workspace={workspace.name} />}
      <Devices isOnline={isOnline} me={workspace.member} />
      <Leave workspace={workspace.name} waiting={status.waiting} />
    </>
  );
}
