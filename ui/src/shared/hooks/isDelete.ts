/** Whether a key press asks to remove the one thing that has the focus: a held key would remove all after it. */
import type { KeyboardEvent } from "react";

export function isDelete(event: KeyboardEvent): boolean {
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  return event.key === "Delete" && !event.repeat && !modified;
}
