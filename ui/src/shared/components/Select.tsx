/** A choice of a short, fixed list. */
import clsx from "clsx";
import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";

export interface Option {
  value: string;
  label: string;
}

interface SelectProps {
  value: string | null;
  options: readonly Option[];
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  id?: string;
  disabled?: boolean;
}

/** Radix reserves the empty string for "nothing chosen", so an empty value travels under this name. */
const EMPTY = "__empty__";

export function Select({
  value,
  options,
  onChange,
  label,
  placeholder,
  className,
  id,
  disabled,
  ...open
}: SelectProps) {
  return (
    <Radix.Root
      value={value === "" ? EMPTY : (value ?? "")}
      onValueChange={(next) => onChange(next === EMPTY ? "" : next)}
      disabled={disabled}
      {...open}
    >
      <Radix.Trigger
        id={id}
        aria-label={label}
        className={clsx(
          "field flex items-center justify-between gap-2 text-left data-[placeholder]:text-faint",
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown size={14} className="shrink-0 text-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-pop overflow-hidden rounded-lg bg-raised shadow-pop"
        >
          <Radix.Viewport className="max-h-80 p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value === "" ? EMPTY : option.value}
                className="flex h-8 items-center justify-between gap-3 rounded-md px-2 outline-none data-[highlighted]:bg-hover"
              >
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="text-accent-text">
                  <Check size={14} />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
