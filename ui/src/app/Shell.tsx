/** The window: sidebar, the page, and the dialogs that any page may open. */
import { Outlet, useLocation } from "@tanstack/react-router";
import { useEffect } from "react";
import { PaletteDialog } from "@/features/palette/components/PaletteDialog";
import { ShortcutsDialog } from "@/features/palette/components/ShortcutsDialog";
import { DealsPanel } from "@/shared/deals/DealsPanel";
import { CreateDialog } from "@/shared/records/create/CreateDialog";
import { LossReasonDialog } from "@/shared/records/stage/LossReasonDialog";
import { ViewerNote } from "@/shared/sync/ViewerNote";
import { rememberPage } from "./lastPage";
import { Sidebar } from "./Sidebar";
import { useShellCommands } from "./useShellCommands";

export function Shell() {
  const href = useLocation({ select: (location) => location.href });
  useEffect(() => rememberPage(href), [href]);
  useShellCommands();
  return (
    <div className="flex h-full">
      <Sidebar />
      <main className="relative flex min-w-0 flex-1 flex-col border-l bg-surface">
        <ViewerNote />
        <Outlet />
      </main>
      <DealsPanel />
      <CreateDialog />
      <LossReasonDialog />
      <PaletteDialog />
      <ShortcutsDialog />
    </div>
  );
}
