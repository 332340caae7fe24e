/** The commands that work everywhere: palette, undo, going places, creating things. */
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import {
  Cloud,
  FileUp,
  History,
  Keyboard,
  Plus,
  Redo2,
  RefreshCw,
  Search,
  Settings,
  Undo2,
} from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { paletteOpen, shortcutsOpen } from "@/features/palette/components/state";
import { type Command, useCommands } from "@/shared/commands/registry";
import { showToast } from "@/shared/components/toasts";
import { allDefinitions } from "@/shared/records/registry";
import { useSyncNow, useSyncStatus } from "@/shared/sync/status";
import { useUndo } from "@/shared/undo/useUndo";
import { AREAS } from "./areas";
import { createHere } from "./createHere";

const CREATE_KEYS: Record<string, string> = {
  company: "c b",
  contact: "c c",
  lead: "c l",
  opportunity: "c o",
  task: "c t",
};

export function useShellCommands(): void {
  const { t } = useTranslation();
  const router = useRouter();
  const undo = useUndo();
  const queryClient = useQueryClient();
  const isConnected = Boolean(useSyncStatus()?.workspace);
  const { mutate: syncNow } = useSyncNow();
  const list = useMemo<Command[]>(() => {
    const settings = (section: string) => () =>
      void router.navigate({ to: "/settings/$section", params: { section } });
    return [
      {
        id: "palette",
        label: t("app.find"),
        group: "action",
        icon: Search,
        keys: "mod+k",
        whileTyping: true,
        keysOnly: true,
        run: () => paletteOpen.set((open) => !open),
      },
      ...allDefinitions.map(
        (def): Command => ({
          id: `create.${def.type}`,
          label: t(def.create),
          group: "create",
          icon: Plus,
          keys: CREATE_KEYS[def.type] ?? "",
          run: () => createHere(router, queryClient, def),
        }),
      ),
      ...AREAS.map(
        (area): Command => ({
          id: `go.${area.to}`,
          label: t(area.label),
          group: "go",
          icon: area.icon,
          keys: area.keys,
          run: () => void router.navigate({ to: area.to }),
        }),
      ),
      {
        id: "go.import",
        label: t("app.nav.import"),
        group: "go",
        icon: FileUp,
        keys: "g i",
        run: () => void router.navigate({ to: "/import" }),
      },
      {
        id: "go.sync",
        label: t("app.nav.sync"),
        group: "go",
        icon: Cloud,
        keys: "g y",
        run: () => void router.navigate({ to: "/sync" }),
      },
      ...(isConnected
        ? [
            {
              id: "sync.now",
              label: t("sync.now"),
              group: "action",
              icon: RefreshCw,
              run: () =>
                syncNow(undefined, {
                  onSuccess: ({ workspace }) =>
                    showToast({
                      slot: "sync",
                      tone: "success",
                      title: t("sync.tell.synced", { workspace: workspace?.name ?? "" }),
                    }),
                  onError: (error) => undo.fail(t("sync.glance.troubled"), error),
                }),
            } satisfies Command,
          ]
        : []),
      {
        id: "go.settings",
        label: t("app.nav.settings"),
        group: "go",
        icon: Settings,
        keys: "g s",
        run: settings("profile"),
      },
      {
        id: "go.history",
        label: t("settings.sections.history"),
        group: "go",
        icon: History,
        keys: "g h",
        run: settings("history"),
      },
      {
        id: "undo",
        label: t("common.undo"),
        group: "action",
        icon: Undo2,
        keys: "mod+z",
        run: () => void undo.undo(),
      },
      {
        id: "redo",
        label: t("common.redo"),
        group: "action",
        icon: Redo2,
        keys: "mod+shift+z",
        run: () => void undo.redo(),
      },
      {
        id: "shortcuts",
        label: t("app.shortcuts"),
        group: "action",
        icon: Keyboard,
        keys: "?",
        run: () => shortcutsOpen.set(true),
      },
      {
        id: "back",
        label: t("app.back"),
        group: "go",
        keys: "alt+ArrowLeft",
        keysOnly: true,
        run: () => router.history.back(),
      },
      {
        id: "forward",
        label: t("app.forward"),
        group: "go",
        keys: "alt+ArrowRight",
        keysOnly: true,
        run: () => router.history.forward(),
      },
    ];
  }, [t, router, queryClient, undo, isConnected, syncNow]);
  useCommands(list);
}
