/** A small form in the panel beside a record: Enter saves, Escape leaves it. */
import { Trash2 } from "lucide-react";
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/shared/components/Button";

interface PanelFormProps {
  label: string;
  onSave: () => void;
  onCancel: () => void;
  /** Takes away what is edited; without it the form makes something new. */
  remove?: { label: string; run: () => void } | undefined;
  children: ReactNode;
}

export function PanelForm({ label, onSave, onCancel, remove, children }: PanelFormProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onSave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    // An open list inside takes the first Escape for itself.
    if (!event.defaultPrevented) onCancel();
  };
  return (
    <form
      ref={form}
      aria-label={label}
      noValidate
      onSubmit={onSubmit}
      onKeyDown={onKeyDown}
      className="-mx-2 my-1 flex flex-col gap-2 rounded-lg border bg-subtle p-3"
    >
      {children}
      <div className="mt-1 flex items-center gap-2">
        {remove && (
          <IconButton label={remove.label} onClick={remove.run}>
            <Trash2 size={14} />
          </IconButton>
        )}
        <Button variant="ghost" className="ml-auto" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
        <Button variant="primary" type="submit">
          {t("common.save")}
        </Button>
      </div>
    </form>
  );
}
