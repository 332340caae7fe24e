/** Runs the command whose keys were pressed. Plain keys rest while someone types or a dialog is open. */
import { type Command, commands } from "./registry";

const SEQUENCE_MS = 900;

interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** "mod+shift+z", "?", "g". Shift is named only where it does not already show in the character. */
export function pressName(event: Pressed): string {
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key === " " ? "space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = /^[a-z]$/.test(key);
  return [mod && "mod", event.altKey && "alt", event.shiftKey && (letter || key.length > 1) && "shift", key]
    .filter(Boolean)
    .join("+");
}

export function findCommand(
  list: readonly Command[],
  pressed: string,
  before: string | null,
): Command | undefined {
  const sequence = before && `${before} ${pressed}`;
  const runnable = list.filter((command) => command.run);
  // The newest registration wins, so that a screen may take over a key of the shell.
  return (
    runnable.findLast((command) => command.keys === sequence) ??
    runnable.findLast((command) => command.keys === pressed)
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function isOverlaid(): boolean {
  return (
    document.querySelector(
      '[role="dialog"]:not([data-inline]),[role="alertdialog"],[role="menu"],[role="listbox"]:not([data-inline])',
    ) !== null
  );
}

export function listenForKeys(): () => void {
  let before: string | null = null;
  let beforeAt = 0;
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || /^(Shift|Control|Alt|Meta)$/.test(event.key)) return;
    const pressed = pressName(event);
    const command = findCommand(
      commands.get(),
      pressed,
      event.timeStamp - beforeAt < SEQUENCE_MS ? before : null,
    );
    const quiet = isTyping(event.target) || isOverlaid();
    before = quiet ? null : pressed;
    beforeAt = event.timeStamp;
    if (!command || (quiet && !command.whileTyping)) return;
    event.preventDefault();
    before = null;
    command.run?.();
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
