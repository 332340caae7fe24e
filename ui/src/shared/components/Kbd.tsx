/** Shows a shortcut as keys, written the way the user's system writes them. */

const MAC = /mac/i.test(navigator.platform);
const ARROWS = {
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Delete: "Del",
};
const NAMES: Record<string, string> = MAC
  ? { mod: "⌘", shift: "⇧", alt: "⌥", enter: "↵", space: "␣", ...ARROWS }
  : { mod: "Ctrl", shift: "⇧", alt: "Alt", enter: "↵", space: "␣", ...ARROWS };

export function keyNames(shortcut: string): string[] {
  return shortcut.split(/[+ ]/).map((key) => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}

export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex items-center gap-0.5" aria-hidden="true">
      {keyNames(keys).map((name, index) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: a shortcut's keys never reorder
          key={index}
          className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-[11px] leading-none text-muted"
        >
          {name}
        </kbd>
      ))}
    </span>
  );
}
