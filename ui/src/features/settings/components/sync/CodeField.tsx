/** The code of an authenticator app, where an account asks for one. */
import { useTranslation } from "react-i18next";
import { TextField } from "./TextField";
import { fieldId } from "./useRefusal";

interface CodeFieldProps {
  value: string;
  onChange: (code: string) => void;
  error: string | undefined;
}

export function CodeField({ value, onChange, error }: CodeFieldProps) {
  const { t } = useTranslation();
  return (
    <TextField
      id={fieldId("totp")}
      label={t("sync.form.code")}
      hint={t("sync.form.code_hint")}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={10}
      autoFocus
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}
