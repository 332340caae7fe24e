/** The lists of the sync page with how much is in each. They are addresses, so each can be linked to. */
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import type { SyncStatus } from "@/shared/sync/types";
import { SYNC_LISTS, type SyncList } from "../model/tabs";

export function SyncTabs({ status, shown }: { status: SyncStatus; shown: SyncList }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <nav aria-label={t("sync.lists.label")} className="flex flex-wrap gap-x-5 border-b">
      {SYNC_LISTS.map((list) => {
        const isShown = list === shown;
        const needsSettling = list !== "waiting" && status[list] > 0;
        return (
          <Link
            key={list}
            to="/sync"
            search={{ show: list }}
            replace
            aria-current={isShown ? "page" : undefined}
            className={clsx(
              "-mb-px flex h-10 items-center gap-2 border-b-2 font-medium focus-visible:-outline-offset-2",
              isShown ? "border-accent text-fg" : "border-transparent text-muted hover:text-fg",
            )}
          >
            {t(`sync.lists.${list}`)}
            <span
              className={clsx(
                "num rounded-full px-1.5 text-xs leading-5",
                needsSettling ? "bg-warning-soft text-warning-text" : "bg-active text-muted",
              )}
            >
              {format.number(status[list])}
            </span>
          </Link>
        );
      })}
    </nav>
  );
}
