/** A small panel beside what opened it. */
import clsx from "clsx";
import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface PopoverProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  trigger: ReactNode;
  label: string;
  align?: "start" | "end";
  side?: "bottom" | "right" | "top";
  className?: string;
  /** What in it gets the focus when it opens, as a selector; without it the first that can. */
  focusFirst?: string;
  /** What gets the focus when it closes; without it, or for null, what opened it. */
  focusAfter?: (() => HTMLElement | null) | undefined;
  children: ReactNode;
}

export function Popover({
  open,
  onOpenChange,
  trigger,
  label,
  align = "start",
  side = "bottom",
  className,
  focusFirst,
  focusAfter,
  children,
}: PopoverProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => {
            const content = event.currentTarget;
            if (!focusFirst || !(content instanceof HTMLElement)) return;
            const first = content.querySelector<HTMLElement>(focusFirst);
            if (!first) return;
            event.preventDefault();
            first.focus();
          }}
          onCloseAutoFocus={(event) => {
            const next = focusAfter?.();
            if (!next) return;
            event.preventDefault();
            next.focus();
          }}
          className={clsx("z-50 animate-pop rounded-lg bg-raised shadow-pop", className)}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
