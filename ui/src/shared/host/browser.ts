/** The browser host: fetch, EventSource, a file input and a download link. */
import { toApiError } from "../api/errors";
import type { Host, HostEvent } from "./host";
import { IMPORT_EXTENSIONS } from "./host";

function download(name: string, blob: Blob) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function upload(file: File) {
  return { via: "upload", file, name: file.name, size: file.size } as const;
}

/** Files dragged over the page. Without preventDefault the browser would leave the app and show the file. */
function followDrops(listener: (event: HostEvent) => void): () => void {
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    listener({ event: "drag", data: { over: true } });
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) listener({ event: "drag", data: { over: false } });
  };
  const drop = (event: DragEvent) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    listener({ event: "drag", data: { over: false } });
    listener({ event: "open_file", data: upload(file) });
  };
  window.addEventListener("dragover", over);
  window.addEventListener("dragleave", leave);
  window.addEventListener("drop", drop);
  return () => {
    window.removeEventListener("dragover", over);
    window.removeEventListener("dragleave", leave);
    window.removeEventListener("drop", drop);
  };
}

export const browserHost: Host = {
  kind: "browser",
  baseUrl: window.location.origin,

  request: (request) => fetch(request),

  subscribe(listener) {
    const source = new EventSource("/api/core/stream/");
    let wasOpen = false;
    source.onopen = () => {
      // Whatever happened while the line was down was not told: treat everything as stale.
      if (wasOpen) listener({ event: "resync" });
      wasOpen = true;
    };
    const forward = (name: "change" | "job") => (message: MessageEvent<string>) =>
      listener({ event: name, data: JSON.parse(message.data) } as HostEvent);
    source.addEventListener("change", forward("change"));
    source.addEventListener("job", forward("job"));
    source.addEventListener("resync", () => listener({ event: "resync" }));
    const stopDrops = followDrops(listener);
    return () => {
      source.close();
      stopDrops();
    };
  },

  pickImportFile() {
    return new Promise((resolve) => {
      const input = document.createElement("input");
      input.type = "file";
      input.accept = IMPORT_EXTENSIONS.join(",");
      input.onchange = () => {
        const file = input.files?.[0];
        resolve(file ? upload(file) : null);
      };
      input.addEventListener("cancel", () => resolve(null));
      input.click();
    });
  },

  uploadImport(file, idempotencyKey) {
    const body = new FormData();
    body.append("file", file, file.name);
    return fetch("/api/imports/", { method: "POST", body, headers: { "Idempotency-Key": idempotencyKey } });
  },

  async saveTextFile(name, text) {
    download(name, new Blob([text], { type: "text/plain" }));
  },

  async saveAnswer(path, name) {
    const response = await fetch(path);
    if (!response.ok) throw toApiError(response.status, await response.json().catch(() => undefined));
    download(name, await response.blob());
  },

  async openExternal(url) {
    window.open(url, "_blank", "noopener");
  },

  // A browser shows its own window and frame.
  ready: () => undefined,
  setTheme: () => undefined,
};
