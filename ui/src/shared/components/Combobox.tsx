/** A searchable choice: the list comes from the caller, filtered as the user types. */
import { Command } from "cmdk";
import { Check, Plus, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Avatar } from "./Avatar";
import { Popover } from "./Popover";

export interface Choice {
  value: string;
  label: string;
  hint?: string | null;
}

interface ComboboxPanelProps {
  value: string | null;
  choices: readonly Choice[];
  /** Round for people, square for companies and deals; without it there are none. */
  avatars?: "round" | "square";
  /** The choices do not answer what is typed now: they are the first, or those of an earlier text. */
  loading?: boolean;
  label: string;
  onSearch: (text: string) => void;
  onPick: (value: string | null) => void;
  onCreate?: ((name: string) => void) | undefined;
  clearable?: boolean;
}

const CLEAR = "__clear";
const CREATE = "__create";
const ITEM = "flex h-8 items-center gap-2 rounded-md px-2 data-[selected=true]:bg-hover";

export function ComboboxPanel({
  value,
  choices,
  avatars,
  loading,
  label,
  onSearch,
  onPick,
  onCreate,
  clearable,
}: ComboboxPanelProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [marked, setMarked] = useState(value ?? "");
  // Enter came before the answer: the choice is made when it is there, never among those of an earlier text.
  const [wished, setWished] = useState(false);
  const typed = text.trim();
  const canCreate = onCreate !== undefined && typed !== "";
  // Whoever types is looking for something.
  const canClear = clearable && value && typed === "";
  // What was marked may be gone with the next letter: Enter then takes the first that is there. In the order in which
  // they are drawn, because the list itself marks the first one too.
  const items = [
    ...choices.map((choice) => choice.value),
    ...(canCreate ? [CREATE] : []),
    ...(canClear ? [CLEAR] : []),
  ];
  const choose = (item: string | undefined) => {
    if (item === CLEAR) onPick(null);
    else if (item === CREATE) onCreate?.(typed);
    else if (item) onPick(item);
  };
  useEffect(() => {
    if (!wished || loading) return;
    setWished(false);
    choose(items[0]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !loading) return;
    event.preventDefault();
    setWished(typed !== "");
  };
  const search = (next: string) => {
    setText(next);
    setWished(false);
    onSearch(next);
  };
  return (
    <Command
      shouldFilter={false}
      label={label}
      value={items.includes(marked) ? marked : (items[0] ?? "")}
      onValueChange={setMarked}
      onKeyDown={onKeyDown}
      className="w-80 max-w-full"
    >
      <Command.Input
        autoFocus
        value={text}
        onValueChange={search}
        placeholder={t("common.search_placeholder")}
        className="h-9 w-full border-b bg-transparent px-3 outline-none"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        {!loading && choices.length === 0 && !canCreate && (
          <p className="px-2 py-3 text-center text-faint">
            {t(onCreate ? "common.type_to_create" : "common.nothing_found")}
          </p>
        )}
        {choices.map((choice) => (
          <Command.Item key={choice.value} value={choice.value} onSelect={choose} className={ITEM}>
            {avatars && <Avatar name={choice.label} square={avatars === "square"} />}
            <span className="min-w-0 grow truncate">{choice.label}</span>
            {/* Where both do not fit, the name is what is read. */}
            {choice.hint && (
              <span className="min-w-0 shrink-50 truncate text-xs text-faint">{choice.hint}</span>
            )}
            {choice.value === value && <Check size={14} className="shrink-0 text-accent-text" />}
          </Command.Item>
        ))}
        {canCreate && (
          <Command.Item value={CREATE} onSelect={choose} className={ITEM}>
            <Plus size={14} className="mx-0.75 shrink-0" />
            <span className="min-w-0 truncate">{t("common.create_named", { name: typed })}</span>
          </Command.Item>
        )}
        {canClear && (
          <>
            <Command.Separator className="-mx-1 my-1 h-px bg-line" />
            <Command.Item value={CLEAR} onSelect={choose} className={`${ITEM} text-muted`}>
              <X size={14} className="mx-0.75 shrink-0" /> {t("common.clear")}
            </Command.Item>
          </>
        )}
      </Command.List>
    </Command>
  );
}

interface ComboboxProps extends ComboboxPanelProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: ReactNode;
  focusAfter?: () => HTMLElement | null;
}

export function Combobox({ open, onOpenChange, trigger, focusAfter, ...panel }: ComboboxProps) {
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      label={panel.label}
      trigger={trigger}
      focusAfter={focusAfter}
    >
      <ComboboxPanel {...panel} />
    </Popover>
  );
}
