/** Whether a file hangs over the window, for targets that light up. */
import { createStore } from "@/shared/hooks/store";

export const fileOverWindow = createStore(false);
