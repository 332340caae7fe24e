/** How far this computer is in step, in one line that leads to the page with all of it. */
import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useNow } from "@/shared/hooks/useNow";
import { GlanceIcon } from "@/shared/sync/GlanceIcon";
import { glanceOf } from "@/shared/sync/glance";
import type { SyncStatus } from "@/shared/sync/types";
import { useGlanceText } from "@/shared/sync/useGlanceText";

export function StatusLine({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  const text = useGlanceText();
  useNow(60_000);
  const glance = glanceOf(status);
  const { sentence, details } = text(glance, status);
  return (
    <Link
      to="/sync"
      className="mb-3 flex items-center gap-3 rounded-lg border bg-subtle px-4 py-3 hover:bg-hover"
    >
      <GlanceIcon glance={glance} size={16} className="shrink-0 text-muted" />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{sentence}</span>
        <span className="num block text-muted">{details.join(" ")}</span>
      </span>
      <span className="sr-only">{t("sync.open_page")}</span>
      <ChevronRight size={14} aria-hidden="true" className="shrink-0 text-faint rtl:rotate-180" />
    </Link>
  );
}
