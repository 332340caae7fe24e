/** A key that was just made, to be copied now. */
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";

export function NewToken({ token }: { token: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(token).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div role="status" className="mt-4 rounded-lg border border-accent-line bg-accent-soft p-4">
      <p className="mb-2 font-medium">{t("settings.tokens.shown_once")}</p>
      <div className="flex items-center gap-2">
        <code className="selectable min-w-0 flex-1 truncate rounded-md bg-surface px-2 py-1.5">{token}</code>
        <Button icon={copied ? <Check size={14} /> : <Copy size={14} />} onClick={copy}>
          {t(copied ? "settings.tokens.copied" : "settings.tokens.copy")}
        </Button>
      </div>
    </div>
  );
}
