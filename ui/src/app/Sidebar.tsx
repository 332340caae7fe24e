/** The sidebar: search, areas, and at its foot whether it is in step, what is running, importing and settings. */
import { Link, useRouter, useRouterState } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight, FileUp, Search, Settings } from "lucide-react";
import { useTranslation } from "react-i18next";
import { JobsButton } from "@/features/jobs/components/JobsButton";
import { paletteOpen } from "@/features/palette/components/state";
import { SyncIndicator } from "@/features/sync/components/SyncIndicator";
import { IconButton } from "@/shared/components/Button";
import { Kbd } from "@/shared/components/Kbd";
import { AREAS } from "./areas";

const ITEM =
  "group flex h-8 shrink-0 items-center gap-2.5 rounded-md px-2 font-medium text-muted hover:bg-active hover:text-fg data-[status=active]:bg-active data-[status=active]:text-fg";

export function Sidebar() {
  const { t } = useTranslation();
  const router = useRouter();
  // The link leads to one of its pages, and stands for all of them.
  const inSettings = useRouterState({ select: (state) => state.location.pathname.startsWith("/settings/") });
  return (
    <aside
      aria-label={t("app.sidebar")}
      className="flex w-56 shrink-0 flex-col bg-subtle px-2.5 pb-2.5 narrow:w-13 narrow:px-2"
    >
      <div className="flex h-13 shrink-0 items-center gap-2 pl-2">
        <img src="/favicon.svg" alt="" className="size-5" />
        <span className="font-semibold narrow:sr-only">{t("app.name")}</span>
        <div className="ml-auto flex narrow:hidden">
          <IconButton
            label={t("app.back")}
            shortcut="alt+left"
            className="size-7!"
            onClick={() => router.history.back()}
          >
            <ChevronLeft size={16} />
          </IconButton>
          <IconButton
            label={t("app.forward")}
            shortcut="alt+right"
            className="size-7!"
            onClick={() => router.history.forward()}
          >
            <ChevronRight size={16} />
          </IconButton>
        </div>
      </div>
      <button
        type="button"
        onClick={() => paletteOpen.set(true)}
        className="mb-3 flex h-8 shrink-0 items-center gap-2 rounded-md border border-line-strong bg-surface px-2 text-faint shadow-card hover:text-muted"
      >
        <Search size={14} className="shrink-0" />
        <span className="min-w-0 flex-1 truncate text-left narrow:sr-only">{t("app.find")}</span>
        <span className="flex narrow:hidden">
          <Kbd keys="mod+k" />
        </span>
      </button>
      <nav aria-label={t("app.areas")} className="flex min-h-0 flex-col gap-0.5 overflow-y-auto">
        {AREAS.map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} title={t(label)} className={ITEM}>
            <Icon size={16} className="text-faint group-data-[status=active]:text-accent-text" />
            <span className="narrow:sr-only">{t(label)}</span>
          </Link>
        ))}
      </nav>
      <div className="mt-auto flex flex-col gap-0.5">
        <SyncIndicator />
        <JobsButton />
        <Link to="/import" className={ITEM}>
          <FileUp size={16} className="text-faint group-data-[status=active]:text-accent-text" />
          <span className="narrow:sr-only">{t("app.nav.import")}</span>
        </Link>
        <Link
          to="/settings/$section"
          params={{ section: "profile" }}
          className={ITEM}
          data-status={inSettings ? "active" : undefined}
        >
          <Settings size={16} className="text-faint group-data-[status=active]:text-accent-text" />
          <span className="narrow:sr-only">{t("app.nav.settings")}</span>
        </Link>
      </div>
    </aside>
  );
}
