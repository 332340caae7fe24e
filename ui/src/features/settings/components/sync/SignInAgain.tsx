/** The server wants a login: the password of the account that this profile belongs to. */
import { LogIn } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import type { SyncWorkspace } from "@/shared/sync/types";
import { useSignInAgain } from "../../api/membership";
import { CodeField } from "./CodeField";
import { FormError } from "./FormError";
import { TextField } from "./TextField";
import { fieldId, useRefusal } from "./useRefusal";

export function SignInAgain({ workspace }: { workspace: SyncWorkspace }) {
  const { t } = useTranslation();
  const signIn = useSignInAgain();
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState<string | null>(null);
  const [sentCode, setSentCode] = useState(false);
  const { refusal, errorOf, formError } = useRefusal(signIn.error, "server", sentCode ? ["totp"] : []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (signIn.isPending) return;
    setSentCode(Boolean(totp));
    signIn.mutate({ password, ...(totp ? { totp } : {}) });
  };
  return (
    <section aria-label={t("sync.sign_in")} className="mb-8 rounded-xl border bg-surface p-5 shadow-card">
      <div className="mb-4 flex items-start gap-3">
        <span className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-danger-soft text-danger-text">
          <LogIn size={16} aria-hidden="true" />
        </span>
        <div className="min-w-0">
          <h3 className="font-semibold">{t("sync.tell.signed_out", { workspace: workspace.name })}</h3>
          <p className="text-muted">{t("sync.sign_in_text", { email: workspace.email })}</p>
        </div>
      </div>
      <form onSubmit={submit} noValidate className="flex max-w-90 flex-col gap-4">
        <TextField
          id={fieldId("password")}
          label={t("sync.form.password")}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={errorOf("password")}
        />
        {(totp !== null || refusal?.asksFor === "totp") && (
          <CodeField value={totp ?? ""} onChange={setTotp} error={errorOf("totp")} />
        )}
        <FormError text={errorOf("server") ?? formError ?? null} />
        <Button
          type="submit"
          variant="primary"
          className="self-start"
          busy={signIn.isPending}
          disabled={!password}
        >
          {t("sync.sign_in")}
        </Button>
      </form>
    </section>
  );
}
