/** A calendar for civil dates. Native date inputs are dead in WebKitGTK, so none is used. */
import { Calendar, ChevronLeft, ChevronRight, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { DayPicker } from "react-day-picker";
import { de } from "react-day-picker/locale/de";
import { enGB } from "react-day-picker/locale/en-GB";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "./Button";
import { Popover } from "./Popover";

const toDate = (civil: string) => new Date(`${civil}T12:00:00`);
const pad = (value: number) => String(value).padStart(2, "0");
const toCivil = (date: Date) => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;

const CLASSES = {
  months: "relative",
  month_caption: "flex h-8 items-center px-2 font-semibold",
  nav: "absolute right-0 top-0 flex gap-1",
  button_previous: "flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover",
  button_next: "flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover",
  weekday: "size-8 text-xs font-normal text-faint",
  day: "size-8 p-0 text-center num",
  day_button: "size-8 rounded-md hover:bg-hover",
  today: "font-semibold text-accent-text",
  selected: "[&>button]:bg-accent [&>button]:text-accent-fg",
  outside: "text-faint",
};

interface CalendarPanelProps {
  value: string | null;
  onPick: (civil: string | null) => void;
}

export function CalendarPanel({ value, onPick }: CalendarPanelProps) {
  const { t, i18n } = useTranslation();
  const selected = value ? toDate(value) : undefined;
  return (
    <div className="p-2">
      <DayPicker
        mode="single"
        autoFocus
        showOutsideDays
        locale={i18n.language === "de" ? de : enGB}
        selected={selected}
        defaultMonth={selected}
        onSelect={(date) => date && onPick(toCivil(date))}
        classNames={CLASSES}
        components={{
          Chevron: ({ orientation }) =>
            orientation === "left" ? <ChevronLeft size={16} /> : <ChevronRight size={16} />,
        }}
      />
      {value && (
        <Button variant="ghost" className="mt-1 w-full" icon={<X size={14} />} onClick={() => onPick(null)}>
          {t("common.clear_date")}
        </Button>
      )}
    </div>
  );
}

interface DateFieldProps {
  value: string | null;
  onChange: (civil: string | null) => void;
  label: string;
  defaultOpen?: boolean;
  onClose?: () => void;
  trigger?: ReactNode;
  id?: string;
}

export function DateField({
  value,
  onChange,
  label,
  defaultOpen = false,
  onClose,
  trigger,
  id,
}: DateFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(defaultOpen);
  const toggle = (next: boolean) => {
    setOpen(next);
    if (!next) onClose?.();
  };
  return (
    <Popover
      open={open}
      onOpenChange={toggle}
      label={label}
      // The day that the arrow keys go on from. Within a dialog the calendar's own focus comes too early.
      focusFirst={'td button[tabindex="0"]'}
      trigger={
        trigger ?? (
          <button
            type="button"
            id={id}
            aria-label={`${label}: ${value ? format.civil(value) : t("common.pick_date")}`}
            className="field flex items-center gap-2 text-left"
          >
            <Calendar size={14} className="text-faint" />
            <span className={value ? "" : "text-faint"}>
              {value ? format.civil(value) : t("common.pick_date")}
            </span>
          </button>
        )
      }
    >
      <CalendarPanel
        value={value}
        onPick={(civil) => {
          onChange(civil);
          toggle(false);
        }}
      />
    </Popover>
  );
}
