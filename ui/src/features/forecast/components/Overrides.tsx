/** Who set which deal's forecast category to what, the newest first. Nothing is shown where nobody did. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { TitledCard } from "@/shared/analytics/Card";
import { Button } from "@/shared/components/Button";
import { Time } from "@/shared/components/Time";
import { useActorName } from "@/shared/records/fields/actor";
import { overridesQuery } from "../api/forecast";

export function Overrides({ pipeline }: { pipeline: string }) {
  const { t } = useTranslation();
  const actor = useActorName();
  const list = useInfiniteQuery(overridesQuery(pipeline));
  const changes = list.data?.pages.flatMap((page) => page.results) ?? [];
  if (changes.length === 0) return null;
  const name = (category: string | null | undefined) =>
    category ? t(`enum.forecast_category.${category as "commit"}`) : t("analytics.automatic");
  return (
    <TitledCard title={t("forecast.overrides")} hint={t("forecast.overrides_hint")}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
        tabIndex={0}
        aria-label={t("forecast.overrides")}
        className="-mx-2 max-h-67 overflow-y-auto"
      >
        <ul>
          {changes.map((change) => (
            <li
              key={`${change.opportunity} ${change.changed_at}`}
              className="flex min-h-9 flex-wrap items-center gap-x-3 rounded-md px-2 py-1"
            >
              <Link
                to="/opportunities/$id"
                params={{ id: change.opportunity }}
                className="min-w-40 flex-1 truncate rounded-sm font-medium hover:underline"
              >
                {change.opportunity_name}
              </Link>
              <span className="flex items-center gap-1.5 text-muted">
                {name(change.from)}
                <ArrowRight
                  size={12}
                  role="img"
                  aria-label={t("forecast.became")}
                  className="rtl:rotate-180"
                />
                <span className="font-medium text-fg">{name(change.to)}</span>
              </span>
              <span className="w-44 shrink-0 truncate text-end text-xs text-muted">
                {change.changed_by && `${actor(change.changed_by)} · `}
                <Time value={change.changed_at} />
              </span>
            </li>
          ))}
        </ul>
        {list.hasNextPage && (
          <Button variant="ghost" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t("record.timeline.more")}
          </Button>
        )}
      </section>
    </TitledCard>
  );
}
