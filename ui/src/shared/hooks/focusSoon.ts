/** Gives the focus to what will be there once an editor is gone; else it would fall to the page. */

export function focusSoon(box: HTMLElement | null, selector: string): void {
  requestAnimationFrame(() => box?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true }));
}
