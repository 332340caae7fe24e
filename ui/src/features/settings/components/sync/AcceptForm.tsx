/** What an invitation is to, and what the server wants to know before it lets one in. */
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/shared/components/Avatar";
import { Badge } from "@/shared/components/Badge";
import { Button } from "@/shared/components/Button";
import { useSettings } from "@/shared/prefs/settings";
import { type Invitation, useJoin } from "../../api/membership";
import type { SyncField } from "../../model/refusal";
import { roleOf } from "../../model/roles";
import { CodeField } from "./CodeField";
import { FormError } from "./FormError";
import { TextField } from "./TextField";
import { fieldId, useRefusal } from "./useRefusal";

interface AcceptFormProps {
  link: string;
  invitation: Invitation;
  onBack: () => void;
}

export function AcceptForm({ link, invitation, onBack }: AcceptFormProps) {
  const { t } = useTranslation();
  const { profile_name: profileName } = useSettings();
  const join = useJoin();
  const [name, setName] = useState(profileName);
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState<string | null>(null);
  const [sent, setSent] = useState<SyncField[]>([]);
  const { refusal, errorOf, formError } = useRefusal(join.error, "link", sent);
  const card = useRef<HTMLElement>(null);
  // The field that was typed in is gone: what is read next is what the invitation is to.
  useEffect(() => card.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (join.isPending) return;
    setSent(totp ? ["totp"] : []);
    join.mutate({ link, name: name.trim(), password, ...(totp ? { totp } : {}) });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <section
        ref={card}
        tabIndex={-1}
        aria-label={t("sync.invitation.title")}
        className="flex items-center gap-4 rounded-lg border bg-subtle p-4 focus-visible:outline-none"
      >
        <Avatar name={invitation.workspace} size="lg" square />
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2">
            <span className="truncate text-md font-semibold">{invitation.workspace}</span>
            <Badge>{t(`sync.role.${roleOf(invitation.role)}`)}</Badge>
          </p>
          <p className="text-muted">{t("sync.invitation.by", { name: invitation.invited_by })}</p>
          <p className="selectable truncate text-muted">
            {invitation.email} · {invitation.server}
          </p>
        </div>
      </section>
      <TextField
        id={fieldId("name")}
        label={t("sync.form.name")}
        hint={t("sync.form.name_hint")}
        autoComplete="name"
        maxLength={200}
        value={name}
        onChange={setName}
        error={errorOf("name")}
      />
      <TextField
        id={fieldId("password")}
        label={t("sync.form.password")}
        hint={t("sync.form.new_password_hint")}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        error={errorOf("password")}
      />
      {(totp !== null || refusal?.asksFor === "totp") && (
        <CodeField value={totp ?? ""} onChange={setTotp} error={errorOf("totp")} />
      )}
      <FormError text={errorOf("link") ?? formError ?? null} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" busy={join.isPending} disabled={!name.trim() || !password}>
          {t("sync.invitation.join")}
        </Button>
        <Button onClick={onBack}>{t("sync.invitation.other_link")}</Button>
      </div>
    </form>
  );
}
