/** Connecting with an account: server, e-mail, password, and what the server asks for besides. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { Field } from "@/shared/components/Field";
import { Select } from "@/shared/components/Select";
import { useStored } from "@/shared/hooks/stored";
import { useSettings } from "@/shared/prefs/settings";
import { useConnect } from "../../api/membership";
import type { SyncField } from "../../model/refusal";
import { CodeField } from "./CodeField";
import { FormError } from "./FormError";
import { TextField } from "./TextField";
import { fieldId, useRefusal } from "./useRefusal";

export function ConnectForm() {
  const { t } = useTranslation();
  const { profile_email: profileEmail } = useSettings();
  const connect = useConnect();
  const [server, setServer] = useStored("sync_server", "");
  const [email, setEmail] = useState(profileEmail ?? "");
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState<string | null>(null);
  const [workspace, setWorkspace] = useState<string | null>(null);
  const [sent, setSent] = useState<SyncField[]>([]);
  const { refusal, errorOf, formError } = useRefusal(connect.error, "server", sent);
  const choices = refusal?.choices ?? [];
  const asksForCode = totp !== null || refusal?.asksFor === "totp";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (connect.isPending) return;
    const optional = { ...(totp ? { totp } : {}), ...(workspace ? { workspace } : {}) };
    setSent(Object.keys(optional) as SyncField[]);
    connect.mutate({ server: server.trim(), email: email.trim(), password, ...optional });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        id={fieldId("server")}
        label={t("sync.form.server")}
        hint={t("sync.form.server_hint")}
        placeholder="crm.example.org"
        autoComplete="url"
        spellCheck={false}
        value={server}
        onChange={setServer}
        error={errorOf("server")}
      />
      <TextField
        id={fieldId("email")}
        label={t("sync.form.email")}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        error={errorOf("email")}
      />
      <TextField
        id={fieldId("password")}
        label={t("sync.form.password")}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={errorOf("password")}
      />
      {asksForCode && <CodeField value={totp ?? ""} onChange={setTotp} error={errorOf("totp")} />}
      {choices.length > 0 && (
        <Field
          id={fieldId("workspace")}
          label={t("sync.form.workspace")}
          hint={t("sync.error.which_workspace")}
        >
          <Select
            id={fieldId("workspace")}
            label={t("sync.form.workspace")}
            placeholder={t("common.choose")}
            value={workspace}
            onChange={setWorkspace}
            options={choices.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Field>
      )}
      <FormError text={formError ?? null} />
      <Button
        type="submit"
        variant="primary"
        className="self-start"
        busy={connect.isPending}
        disabled={!server.trim() || !email.trim() || !password || (choices.length > 0 && !workspace)}
      >
        {t("sync.connect")}
      </Button>
    </form>
  );
}
