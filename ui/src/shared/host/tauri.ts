/** The desktop host: requests go through one raw invoke, events through a Channel, files by path. */
import { Channel, invoke } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { decodeFrame, frameOf } from "./frame";
import type { FileDrop, Host, HostEvent, PickedFile } from "./host";

interface Staged {
  staged: string;
  file_name: string;
  size: number;
}

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
    const channel = new Channel<HostEvent>();
    channel.onmessage = (event) => {
      if (live) listener(event);
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

  onFileDrop(listener) {
    const unlisten = getCurrentWebview().onDragDropEvent(async ({ payload }) => {
      const forward = (drop: FileDrop) => listener(drop);
      if (payload.type === "enter" || payload.type === "over") return forward({ phase: "over" });
      if (payload.type === "leave") return forward({ phase: "leave" });
      const path = payload.paths[0];
      if (path) forward({ phase: "drop", file: picked(await invoke<Staged>("stage_file", { path })) });
    });
    return () => {
      unlisten.then((stop) => stop());
    };
  },

  uploadImport() {
    return Promise.reject(new Error("On the desktop a file is handed over by its path."));
  },

  async saveTextFile(name, text) {
    await invoke("save_text_file", { name, text });
  },

  async openExternal(url) {
    await invoke("open_external", { url });
  },
};
