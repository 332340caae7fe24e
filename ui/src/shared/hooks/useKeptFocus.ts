/** Keeps the focus in lists: where its row goes away, the row that takes the place gets it, at the same control. */
import { useCallback } from "react";

const CONTROLS = "a[href], button:not(:disabled), input";

function controlsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>(CONTROLS)];
}

/** For the ref of the list, or of what holds several of them. */
export function useKeptFocus() {
  return useCallback((box: HTMLElement | null) => {
    if (!box) return;
    let last: { row: Element; place: number; control: number } | null = null;
    const rows = () => [...box.querySelectorAll("li")];
    const remember = ({ target }: FocusEvent) => {
      const control = target as HTMLElement;
      const row = control.closest("li");
      last = row && { row, place: rows().indexOf(row), control: controlsOf(row).indexOf(control) };
    };
    const observer = new MutationObserver(() => {
      if (!last || box.contains(last.row) || document.activeElement !== document.body) return;
      const row = rows()[last.place] ?? rows().at(-1);
      if (row) controlsOf(row)[last.control]?.focus();
    });
    box.addEventListener("focusin", remember);
    observer.observe(box, { childList: true, subtree: true });
    return () => {
      box.removeEventListener("focusin", remember);
      observer.disconnect();
    };
  }, []);
}
