/** Joining by the link of an invitation: first what it is to, then name and password. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { useReadInvitation } from "../../api/membership";
import { AcceptForm } from "./AcceptForm";
import { FormError } from "./FormError";
import { TextField } from "./TextField";
import { fieldId, useRefusal } from "./useRefusal";

export function JoinForm() {
  const { t } = useTranslation();
  const read = useReadInvitation();
  const [link, setLink] = useState("");
  const { errorOf, formError } = useRefusal(read.error, "link", []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!read.isPending) read.mutate(link.trim());
  };
  if (read.data) return <AcceptForm link={link.trim()} invitation={read.data} onBack={read.reset} />;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        id={fieldId("link")}
        label={t("sync.form.link")}
        hint={t("sync.form.link_hint")}
        placeholder="https://crm.example.org/join/…"
        autoComplete="off"
        spellCheck={false}
        value={link}
        onChange={setLink}
        error={errorOf("link")}
      />
      <FormError text={formError ?? null} />
      <Button
        type="submit"
        variant="primary"
        className="self-start"
        busy={read.isPending}
        disabled={!link.trim()}
      >
        {t("sync.form.continue")}
      </Button>
    </form>
  );
}
