/** Every command a screen offers right now: the palette lists them, the shortcuts run them, `?` shows them. */
import type { LucideIcon } from "lucide-react";
import { useEffect } from "react";
import { createStore } from "@/shared/hooks/store";

export type CommandGroup = "go" | "create" | "action" | "list" | "board";

export interface Command {
  id: string;
  label: string;
  group: CommandGroup;
  icon?: LucideIcon;
  /** "mod+k", "c", or two keys pressed after each other: "g t". */
  keys?: string;
  /** Absent for keys that a widget handles itself and that are only listed in the shortcuts sheet. */
  run?: () => void;
  /** Keep working while the focus is in a text field. */
  whileTyping?: boolean;
  /** Listed in the shortcuts sheet but not in the palette. */
  keysOnly?: boolean;
}

export const commands = createStore<readonly Command[]>([]);

/** Offers these commands while the component is on screen. Pass a memoised list. */
export function useCommands(list: readonly Command[]): void {
  useEffect(() => {
    const own = new Set(list);
    commands.set((old) => [...old, ...list]);
    return () => commands.set((old) => old.filter((command) => !own.has(command)));
  }, [list]);
}
