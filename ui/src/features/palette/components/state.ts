/** Whether the palette and the shortcuts sheet are open. */
import { createStore } from "@/shared/hooks/store";

export const paletteOpen = createStore(false);
export const shortcutsOpen = createStore(false);
