/** The small button beside a value that leads somewhere: a call, an email, a web page, another record. */
import { Link } from "@tanstack/react-router";
import { ArrowUpRight, Mail, Phone } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { AnyRecord } from "@/shared/api/types";
import { IconButton } from "@/shared/components/Button";
import { Tooltip } from "@/shared/components/Tooltip";
import { host } from "@/shared/host/current";
import { isExternalUrl } from "@/shared/host/host";
import { type FieldDef, type FieldKind, textOf } from "../definition";
import { definitions } from "../registry";
import { isRecordLink } from "./links";

const LOOK =
  "flex size-8 shrink-0 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-fg";

function addressOf(kind: FieldKind, text: string): { url: string; icon: typeof Mail } | null {
  if (kind === "email") return { url: `mailto:${text}`, icon: Mail };
  if (kind === "phone") return { url: `tel:${text.replace(/[^\d+]/g, "")}`, icon: Phone };
  if (kind === "url" && isExternalUrl(text)) return { url: text, icon: ArrowUpRight };
  return null;
}

export function FieldLink({ field, record }: { field: FieldDef; record: AnyRecord }) {
  const { t } = useTranslation();
  const text = textOf(record, field.key);
  if (isRecordLink(field.kind)) {
    const label = t("record.open_named", { name: textOf(record, field.display ?? field.key) });
    return (
      <Tooltip label={label}>
        <Link to={definitions[field.kind].path} params={{ id: text }} aria-label={label} className={LOOK}>
          <ArrowUpRight size={14} />
        </Link>
      </Tooltip>
    );
  }
  return <AddressLink kind={field.kind} text={text} />;
}

export function AddressLink({ kind, text }: { kind: FieldKind; text: string }) {
  const { t } = useTranslation();
  const address = addressOf(kind, text);
  if (!address) return null;
  return (
    <IconButton
      label={t("record.open_named", { name: text })}
      onClick={() => host.openExternal(address.url)}
      className="size-8! text-faint!"
    >
      <address.icon size={14} />
    </IconButton>
  );
}
