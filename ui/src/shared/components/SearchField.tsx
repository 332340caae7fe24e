/** The search box of a list or board. Typing waits a moment before it asks. */
import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDebounced } from "@/shared/hooks/useDebounced";

interface SearchFieldProps {
  value: string;
  onChange: (text: string) => void;
  label: string;
}

export function SearchField({ value, onChange, label }: SearchFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const late = useDebounced(text, 180);
  const sent = useRef(value);
  useEffect(() => {
    if (late === sent.current) return;
    sent.current = late;
    onChange(late);
  }, [late, onChange]);
  useEffect(() => {
    // The address changed without us (back, forward): show what it says.
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  return (
    <div className="relative min-w-24 shrink">
      <Search size={14} className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-faint" />
      <input
        type="text"
        data-search
        aria-label={label}
        placeholder={t("common.search")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (text) setText("");
          else event.currentTarget.blur();
        }}
        className="field w-52! max-w-full px-7!"
      />
      {text && (
        <button
          type="button"
          aria-label={t("common.clear")}
          onClick={() => setText("")}
          className="absolute top-1/2 right-1.5 flex size-5 -translate-y-1/2 items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-fg"
        >
          <X size={12} />
        </button>
      )}
    </div>
  );
}
