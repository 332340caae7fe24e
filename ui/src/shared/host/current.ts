/** Picks the host that this page runs in, once. */
import { browserHost } from "./browser";
import type { Host } from "./host";
import { tauriHost } from "./tauri";

export const host: Host = "__TAURI_INTERNALS__" in window ? tauriHost : browserHost;
