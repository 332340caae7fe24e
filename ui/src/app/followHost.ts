/** Listens to the host: data changes go to the cache, files and places to the router. */
import type { QueryClient } from "@tanstack/react-query";
import { sendImport } from "@/features/imports/api/imports";
import { paletteOpen } from "@/features/palette/components/state";
import { messageOf } from "@/shared/api/errors";
import { cacheEvents } from "@/shared/api/events";
import { showToast } from "@/shared/components/toasts";
import { host } from "@/shared/host/current";
import { fileOverWindow } from "@/shared/host/drag";
import type { HostEvent, PickedFile } from "@/shared/host/host";
import { i18n } from "@/shared/i18n/i18n";
import { router } from "./router";

function notRead(message: string) {
  showToast({ tone: "danger", title: i18n.t("import.not_read"), text: message });
}

/** A file dropped anywhere, or opened with the app, begins an import. Nothing is written by that alone. */
async function beginImport(queryClient: QueryClient, file: PickedFile) {
  try {
    const made = await sendImport(file);
    queryClient.invalidateQueries({ queryKey: ["imports"] });
    router.navigate({ to: "/import/$id", params: { id: made.id } });
  } catch (error) {
    notRead(messageOf(error));
  }
}

export function followHost(queryClient: QueryClient): () => void {
  const cache = cacheEvents(queryClient);
  const take = (message: HostEvent) => {
    cache.take(message);
    if (message.event === "drag") fileOverWindow.set(message.data.over);
    if (message.event === "open_file") beginImport(queryClient, message.data);
    if (message.event === "open_file_failed") notRead(message.data.message);
    if (message.event === "navigate" && message.data.to === "quick-add") paletteOpen.set(true);
  };
  const stop = host.subscribe(take);
  return () => {
    stop();
    cache.stop();
  };
}
