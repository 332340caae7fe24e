/** What to do next: each with how pressing it is, leading to the deals it is about. */
import clsx from "clsx";
import { ChevronRight, CircleCheck } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge, type Tone } from "@/shared/components/Badge";
import { Button } from "@/shared/components/Button";
import { openDeals } from "@/shared/deals/deals";
import type { Scope } from "./scope";
import type { Level, Recommendation } from "./types";

const TONES: Record<Level, Tone> = { high: "danger", medium: "warning", low: "neutral" };
const ROW = "flex w-full items-start gap-3 px-2 py-2.5 text-start";

interface RecommendationsProps {
  items: readonly Recommendation[];
  scope: Scope;
  months?: number;
  /** How many are shown at first; the most pressing come first. */
  most?: number;
}

export function Recommendations({ items, scope, months, most = items.length }: RecommendationsProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, most);
  const rest = items.length - shown.length;
  if (items.length === 0)
    return (
      <p className="flex items-center gap-2 py-2 text-muted">
        <CircleCheck size={16} className="shrink-0 text-success-text" aria-hidden="true" />
        {t("analytics.nothing_to_do")}
      </p>
    );
  return (
    <>
      <ul className="-mx-2 divide-y">
        {shown.map((item) => {
          const body = (
            <>
              <span className="flex w-18 shrink-0">
                <Badge tone={TONES[item.priority]}>{t(`analytics.priority.${item.priority}`)}</Badge>
              </span>
              <span className="min-w-0 flex-1">{item.message}</span>
            </>
          );
          return (
            <li key={`${item.type}:${item.stage ?? ""}`}>
              {item.deals > 0 ? (
                <button
                  type="button"
                  onClick={() =>
                    openDeals({
                      behind: "advice",
                      key: item.type,
                      part: item.stage ?? "",
                      ...scope,
                      months,
                      title: t(`analytics.advice.${item.type}`),
                    })
                  }
                  className={clsx(ROW, "rounded-md hover:bg-hover")}
                >
                  {body}
                  <ChevronRight
                    size={16}
                    aria-hidden="true"
                    className="mt-0.5 shrink-0 text-faint rtl:rotate-180"
                  />
                </button>
              ) : (
                <div className={ROW}>{body}</div>
              )}
            </li>
          );
        })}
      </ul>
      {rest > 0 && (
        <Button variant="ghost" className="mt-1 -ms-2 self-start" onClick={() => setAll(true)}>
          {t("record.and_more", { count: rest, shown: String(rest) })}
        </Button>
      )}
    </>
  );
}
