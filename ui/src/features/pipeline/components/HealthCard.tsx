/** One figure for the health of the pipeline, and the five parts it is made of, each with its reason. */
import clsx from "clsx";
import { useTranslation } from "react-i18next";
import { TitledCard } from "@/shared/analytics/Card";
import { Badge, type Tone } from "@/shared/components/Badge";
import { useFormat } from "@/shared/format/useFormat";
import type { HealthPart, PipelineAnalytics } from "../api/analyticsTypes";
import { type Grade, gradeOf } from "../model/health";

const TONE: Record<Grade, Tone> = { good: "success", fair: "warning", weak: "danger" };
const FILL: Record<Grade, string> = { good: "bg-success", fair: "bg-warning", weak: "bg-danger" };

export function HealthCard({ health }: { health: PipelineAnalytics["pipeline_health"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const score = health.overall_health_score;
  return (
    <TitledCard title={t("analytics.health.title")} hint={t("analytics.health.hint")}>
      {score === null ? (
        <p className="mb-3 text-muted">{t("analytics.health.unknown")}</p>
      ) : (
        <p className="num mb-4 flex items-baseline gap-2">
          <span className="text-2xl font-semibold">{format.rounded(score, 0)}</span>
          <span className="text-muted">{t("analytics.health.of_hundred")}</span>
          <span className="ms-1 self-center">
            <Badge tone={TONE[gradeOf(score)]}>{t(`analytics.health.grade.${gradeOf(score)}`)}</Badge>
          </span>
        </p>
      )}
      <ul className="flex flex-col gap-3.5">
        {health.parts.map((part) => (
          <Part key={part.name} part={part} />
        ))}
      </ul>
    </TitledCard>
  );
}

function Part({ part }: { part: HealthPart }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li>
      <div className="num flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">
          {part.label}{" "}
          <span className="font-normal text-faint">
            {t("analytics.health.weight", { weight: format.rate(part.weight) })}
          </span>
        </span>
        {part.score !== null && <span className="font-semibold">{format.rounded(part.score, 0)}</span>}
      </div>
      <span
        aria-hidden="true"
        className={clsx(
          "mt-1 block h-1.5 overflow-hidden rounded-full",
          part.score === null ? "border border-dashed border-line-strong" : "bg-sunken",
        )}
      >
        {part.score !== null && (
          <span
            className={clsx("block h-full rounded-full", FILL[gradeOf(part.score)])}
            style={{ width: `${Math.max(2, part.score)}%` }}
          />
        )}
      </span>
      <p className="mt-1 text-xs text-muted">{part.why}</p>
    </li>
  );
}
