/** The desktop host: requests go through one raw invoke, events through a Channel, files by path. */
import { Channel, invoke } from "@tauri-apps/api/core";
import { decodeFrame, frameOf } from "./frame";
import type { Host, HostEvent, PickedFile } from "./host";

interface Staged {
  staged: string;
  file_name: string;
  size: number;
}

/** The window names a file by the id it was staged under. */
type WindowMessage = Exclude<HostEvent, { event: "open_file" }> | { event: "open_file"; data: Staged };

function picked(staged: Staged): PickedFile {
  return { via: "staged", staged: staged.staged, name: staged.file_name, size: staged.size };
}

export const tauriHost: Host = {
  kind: "desktop",
  baseUrl: "http://localhost",

  async request(request) {
    return decodeFrame(await invoke<ArrayBuffer>("api", await frameOf(request)));
  },

  subscribe(listener) {
    let live = true;
    const channel = new Channel<WindowMessage>();
    channel.onmessage = (message) => {
      if (!live) return;
      listener(message.event === "open_file" ? { event: "open_file", data: picked(message.data) } : message);
    };
    // Without the channel the screens still work and refetch on focus, so a failure only costs liveness.
    invoke("subscribe", { channel }).catch(() => listener({ event: "resync" }));
    return () => {
      live = false;
    };
  },

  async pickImportFile() {
    const staged = await invoke<Staged | null>("pick_import_file");
    return staged ? picked(staged) : null;
  },

  uploadImport() {
    return Promise.reject(new Error("On the desktop a file is handed over by its path."));
  },

  async saveTextFile(name, text) {
    await invoke("save_text_file", { name, text });
  },

  async saveAnswer(path, name) {
    await invoke("save_answer", { path, name });
  },

  async openExternal(url) {
    await invoke("open_external", { url });
  },

  ready() {
    // The window shows itself after a while anyway, so a failure here loses nothing.
    invoke("ui_ready").catch(() => undefined);
  },

  setTheme(theme) {
    // Only the frame around the page would keep its old colour.
    invoke("set_theme", { theme }).catch(() => undefined);
  },
};
