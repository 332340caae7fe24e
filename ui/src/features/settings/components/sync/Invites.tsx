/** Inviting colleagues: the link is shown once, to be sent to whom it is for. */
import { useQuery } from "@tanstack/react-query";
import { Mail, UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Badge } from "@/shared/components/Badge";
import { Button } from "@/shared/components/Button";
import { Select } from "@/shared/components/Select";
import { useFormat } from "@/shared/format/useFormat";
import { host } from "@/shared/host/current";
import type { Role } from "@/shared/sync/types";
import { invitesQuery, useInvite, useWithdrawInvite } from "../../api/workspace";
import { serverRefusal } from "../../model/refusal";
import { roleOf, rolesToGive } from "../../model/roles";
import { ShownOnce } from "../ShownOnce";
import { Part } from "./Part";
import { ServerList } from "./ServerList";

interface InvitesProps {
  isOnline: boolean;
  myRole: Role;
  workspace: string;
}

export function Invites({ isOnline, myRole, workspace }: InvitesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useQuery({ ...invitesQuery, enabled: isOnline });
  const withdraw = useWithdrawInvite();
  return (
    <Part title={t("sync.invites.title")} text={t("sync.invites.text")}>
      <InviteForm myRole={myRole} workspace={workspace} isOnline={isOnline} />
      {query.data && query.data.length > 0 && (
        <div className="mt-5">
          <h4 className="mb-2 text-xs font-semibold text-faint">{t("sync.invites.open")}</h4>
          <ServerList query={query} isOnline={isOnline} label={t("sync.invites.open")}>
            {(invite) => (
              <>
                <span className="selectable min-w-40 flex-1 truncate font-medium">{invite.email}</span>
                <Badge>{t(`sync.role.${roleOf(invite.role)}`)}</Badge>
                <span className="num text-xs text-muted" title={format.instant(invite.expires_at)}>
                  {t("sync.invites.expires", { day: format.civil(format.civilOf(invite.expires_at)) })}
                </span>
                <Button
                  variant="ghost"
                  aria-label={t("sync.invites.withdraw_named", { email: invite.email })}
                  className="text-danger-text!"
                  onClick={() => withdraw.mutate(invite)}
                >
                  {t("sync.invites.withdraw")}
                </Button>
              </>
            )}
          </ServerList>
        </div>
      )}
    </Part>
  );
}

function InviteForm({ isOnline, myRole, workspace }: InvitesProps) {
  const { t } = useTranslation();
  const invite = useInvite();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<string>("member");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() && !invite.isPending)
      invite.mutate({ email: email.trim(), role }, { onSuccess: () => setEmail("") });
  };
  const told = serverRefusal(invite.error);
  const made = invite.data;
  const mail = () => {
    if (!made?.link) return;
    const subject = encodeURIComponent(t("sync.invites.mail_subject", { workspace }));
    const body = encodeURIComponent(t("sync.invites.mail_body", { workspace, link: made.link }));
    host.openExternal(`mailto:${encodeURIComponent(made.email)}?subject=${subject}&body=${body}`);
  };
  return (
    <>
      <form onSubmit={submit} noValidate className="flex flex-wrap gap-2">
        <input
          aria-label={t("sync.invites.email")}
          type="email"
          placeholder={t("sync.invites.email")}
          autoComplete="off"
          className="field w-auto! min-w-48 flex-1"
          aria-invalid={invite.isError || undefined}
          aria-describedby={invite.isError ? "sync-invite-error" : undefined}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <div className="w-36 shrink-0">
          <Select
            label={t("sync.invites.role")}
            value={role}
            onChange={setRole}
            options={rolesToGive(myRole).map((value) => ({ value, label: t(`sync.role.${value}`) }))}
          />
        </div>
        <Button
          type="submit"
          variant="primary"
          icon={<UserPlus size={14} />}
          busy={invite.isPending}
          disabled={!email.trim() || !isOnline}
        >
          {t("sync.invites.invite")}
        </Button>
      </form>
      <p className="mt-1.5 text-xs text-faint">{t(`sync.role_text.${roleOf(role)}`)}</p>
      {invite.isError && (
        <p id="sync-invite-error" role="alert" className="mt-2 text-danger-text">
          {told ? t(told) : messageOf(invite.error)}
        </p>
      )}
      {made?.link && (
        <ShownOnce note={t("sync.invites.shown_once", { email: made.email })} value={made.link}>
          <Button icon={<Mail size={14} />} onClick={mail}>
            {t("sync.invites.mail")}
          </Button>
        </ShownOnce>
      )}
    </>
  );
}
