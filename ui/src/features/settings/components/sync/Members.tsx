/** Who is in the workspace and in which role. */
import type { UseQueryResult } from "@tanstack/react-query";
import { UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/shared/components/Avatar";
import { Badge } from "@/shared/components/Badge";
import { Button, IconButton } from "@/shared/components/Button";
import { Dialog, DialogActions } from "@/shared/components/Dialog";
import { Select } from "@/shared/components/Select";
import type { Role } from "@/shared/sync/types";
import { type Member, useChangeRole, useRemoveMember } from "../../api/workspace";
import { roleOf, rolesToGive } from "../../model/roles";
import { Part } from "./Part";
import { ServerList } from "./ServerList";

interface MembersProps {
  query: UseQueryResult<Member[]>;
  isOnline: boolean;
  myRole: Role;
}

export function Members({ query, isOnline, myRole }: MembersProps) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<Member | null>(null);
  const remove = useRemoveMember();
  return (
    <Part title={t("sync.members.title")}>
      <ServerList query={query} isOnline={isOnline} label={t("sync.members.title")}>
        {(member) => <Row member={member} myRole={myRole} onRemove={() => setLeaving(member)} />}
      </ServerList>
      {leaving && (
        <Dialog
          open
          onClose={() => setLeaving(null)}
          title={t("sync.members.remove_title", { name: leaving.name })}
          description={t("sync.members.remove_text")}
        >
          <DialogActions>
            <Button onClick={() => setLeaving(null)}>{t("common.cancel")}</Button>
            <Button
              variant="danger"
              onClick={() => {
                remove.mutate(leaving);
                setLeaving(null);
              }}
            >
              {t("sync.members.remove")}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </Part>
  );
}

function Row({ member, myRole, onRemove }: { member: Member; myRole: Role; onRemove: () => void }) {
  const { t } = useTranslation();
  const change = useChangeRole();
  const roles = rolesToGive(myRole, roleOf(member.role));
  return (
    <>
      <Avatar name={member.name} size="md" />
      <div className="min-w-40 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{member.name}</span>
          {member.is_you && <Badge tone="accent">{t("common.you")}</Badge>}
        </p>
        <p className="selectable truncate text-xs text-muted">{member.email}</p>
      </div>
      {roles.length > 0 ? (
        <div className="w-36">
          <Select
            label={t("sync.members.role_of", { name: member.name })}
            value={member.role}
            disabled={change.isPending}
            onChange={(role) => change.mutate({ member, role })}
            options={roles.map((value) => ({ value, label: t(`sync.role.${value}`) }))}
          />
        </div>
      ) : (
        <Badge>{t(`sync.role.${roleOf(member.role)}`)}</Badge>
      )}
      {roles.length > 0 && !member.is_you ? (
        <IconButton label={t("sync.members.remove_named", { name: member.name })} onClick={onRemove}>
          <UserMinus size={14} />
        </IconButton>
      ) : (
        <span className="w-control" />
      )}
    </>
  );
}
