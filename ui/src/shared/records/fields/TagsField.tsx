/** Tags as words: Enter or a comma adds one, Backspace takes the last one away. */
import { X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "@/shared/components/Badge";

interface TagsFieldProps {
  value: readonly string[];
  onChange: (tags: string[]) => void;
  label: string;
  id?: string;
  autoFocus?: boolean;
}

export function TagsField({ value, onChange, label, id, autoFocus }: TagsFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const add = () => {
    const name = text.trim();
    setText("");
    if (name && !value.includes(name)) onChange([...value, name]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.key === "Enter" || event.key === ",") && text.trim()) {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && text === "" && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  };
  return (
    <div className="field flex h-auto! min-h-control flex-wrap items-center gap-1 py-1">
      {value.map((name) => (
        <Badge key={name}>
          {name}
          <button
            type="button"
            aria-label={t("common.remove_named", { name })}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChange(value.filter((other) => other !== name))}
            className="rounded-sm hover:text-fg"
          >
            <X size={12} />
          </button>
        </Badge>
      ))}
      <input
        id={id}
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: opened by the user's own click on this field
        autoFocus={autoFocus}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
        placeholder={value.length === 0 ? t("record.add_tag") : undefined}
        className="min-w-16 flex-1 bg-transparent outline-none"
      />
    </div>
  );
}
