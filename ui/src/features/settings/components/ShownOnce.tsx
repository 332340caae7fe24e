/** Something that is shown this once, such as a key or a link, to be copied now. */
import { Check, Copy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";

interface ShownOnceProps {
  note: string;
  value: string;
  /** What else can be done with it. */
  children?: ReactNode;
}

export function ShownOnce({ note, value, children }: ShownOnceProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <div role="status" className="mt-4 rounded-lg border border-accent-line bg-accent-soft p-4">
      <p className="mb-2 font-medium">{note}</p>
      <div className="flex flex-wrap items-center gap-2">
        <code className="selectable min-w-48 flex-1 truncate rounded-md bg-surface px-2 py-1.5">{value}</code>
        <Button icon={copied ? <Check size={14} /> : <Copy size={14} />} onClick={copy}>
          {t(copied ? "settings.tokens.copied" : "settings.tokens.copy")}
        </Button>
        {children}
      </div>
    </div>
  );
}
