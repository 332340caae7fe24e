/** A field that points at a person or a record: searchable, and able to create what a name alone makes. */
import { useMutation } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "@/shared/components/Avatar";
import { Combobox } from "@/shared/components/Combobox";
import { useDebounced } from "@/shared/hooks/useDebounced";
import { useUndo } from "@/shared/undo/useUndo";
import { createLinked, isMadeByName, type LinkKind, useChoices, useLinkName } from "./links";

interface LinkFieldProps {
  kind: LinkKind;
  value: string | null;
  onChange: (id: string | null) => void;
  label: string;
  id?: string;
  defaultOpen?: boolean;
  onClose?: () => void;
  trigger?: ReactNode;
}

export function LinkField({
  kind,
  value,
  onChange,
  label,
  id,
  defaultOpen = false,
  onClose,
  trigger,
}: LinkFieldProps) {
  const { t } = useTranslation();
  const undo = useUndo();
  const [open, setOpen] = useState(defaultOpen);
  const [search, setSearch] = useState("");
  const asked = useDebounced(search);
  const choices = useChoices(kind, asked, open);
  const name = useLinkName(kind, value);
  const square = kind === "company" || kind === "opportunity";
  const toggle = (next: boolean) => {
    setOpen(next);
    if (!next) onClose?.();
  };
  const pick = (next: string | null) => {
    onChange(next);
    toggle(false);
  };
  const create = useMutation({
    mutationFn: (name: string) => createLinked(kind === "company" ? kind : "person", name),
    onSuccess: pick,
    onError: (error) => undo.fail(t("record.save_failed"), error),
  });
  return (
    <Combobox
      open={open}
      onOpenChange={toggle}
      label={label}
      value={value}
      avatars={square ? "square" : "round"}
      choices={choices.data ?? []}
      loading={choices.isPending || choices.isPlaceholderData || asked !== search}
      onSearch={setSearch}
      onPick={pick}
      onCreate={isMadeByName(kind) ? create.mutate : undefined}
      clearable
      trigger={
        trigger ?? (
          <button
            type="button"
            id={id}
            aria-label={`${label}: ${name || t("common.choose")}`}
            className="field flex items-center gap-2 text-left"
          >
            {name ? (
              <>
                <Avatar name={name} square={square} />
                <span className="min-w-0 flex-1 truncate">{name}</span>
              </>
            ) : (
              <span className="flex-1 text-faint">{t("common.choose")}</span>
            )}
            <ChevronDown size={14} className="shrink-0 text-faint" />
          </button>
        )
      }
    />
  );
}
