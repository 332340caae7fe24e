/** At the foot of the sidebar: whether this computer is in step, and the way to what there is to do about it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import type { Tone } from "@/shared/components/Badge";
import { Tooltip } from "@/shared/components/Tooltip";
import { useDebounced } from "@/shared/hooks/useDebounced";
import { useNow } from "@/shared/hooks/useNow";
import { GlanceIcon } from "@/shared/sync/GlanceIcon";
import { GLANCE_TONES, type Glance, glanceOf } from "@/shared/sync/glance";
import { syncStatusQuery } from "@/shared/sync/status";
import type { SyncStatus } from "@/shared/sync/types";
import { useGlanceText } from "@/shared/sync/useGlanceText";

/** A change that is sent in less time than this makes the sign flicker only. */
const CALM_MS = 500;
const MINUTE_MS = 60_000;

const ICON: Record<Tone, string> = {
  neutral: "text-faint",
  accent: "text-accent-text",
  success: "text-success-text",
  warning: "text-warning-text",
  danger: "text-danger-text",
};
const COUNT: Record<Tone, string> = {
  neutral: "text-muted",
  accent: "text-muted",
  success: "text-muted",
  warning: "bg-warning-soft text-warning-text px-1.5",
  danger: "bg-danger-soft text-danger-text px-1.5",
};

export function SyncIndicator() {
  const status = useQuery(syncStatusQuery).data;
  return status ? <Indicator status={status} /> : <span className="h-8 shrink-0" />;
}

function Indicator({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  const text = useGlanceText();
  // The tooltip says how long ago.
  useNow(MINUTE_MS);
  const glance = useDebounced(glanceOf(status), CALM_MS);
  const { word, amount, sentence, details } = text(glance, status);
  const tone = GLANCE_TONES[glance];
  const to = leadsTo(glance);
  return (
    <>
      <Tooltip label={[sentence, ...details].join(" ")} side="right">
        <Link
          to={to}
          data-sync={glance}
          className={clsx(
            "group flex h-8 shrink-0 items-center gap-2.5 rounded-md px-2 font-medium text-muted hover:bg-active hover:text-fg",
            // Within the settings their own link shows where one is.
            to === "/sync" && "data-[status=active]:bg-active data-[status=active]:text-fg",
          )}
        >
          <GlanceIcon
            glance={glance}
            size={16}
            className={clsx(
              "shrink-0",
              ICON[tone],
              (glance === "syncing" || glance === "fetching") && "animate-shimmer",
            )}
          />
          <span className="sr-only">{`${t("app.nav.sync")}: `}</span>
          <span className="min-w-0 truncate narrow:sr-only">{word}</span>
          {amount && (
            <span className={clsx("num ml-auto rounded-full text-xs leading-5 narrow:hidden", COUNT[tone])}>
              {amount}
            </span>
          )}
          <span className="sr-only">{`. ${[sentence, ...details].join(" ")}`}</span>
        </Link>
      </Tooltip>
      {/* Only the word: a number read out with each change would drown everything else. */}
      <span role="status" aria-live="polite" className="sr-only">
        {`${t("app.nav.sync")}: ${word}`}
      </span>
    </>
  );
}

function leadsTo(glance: Glance): "/sync" | "/settings/sync" {
  return glance === "detached" || glance === "signed_out" ? "/settings/sync" : "/sync";
}
