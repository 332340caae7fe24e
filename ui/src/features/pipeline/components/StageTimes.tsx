/** How long deals stay in each stage, where they go from there, and which stages have become slow. */
import { useTranslation } from "react-i18next";
import { TitledCard } from "@/shared/analytics/Card";
import type { Level } from "@/shared/analytics/types";
import { Badge, type Tone } from "@/shared/components/Badge";
import { useFormat } from "@/shared/format/useFormat";
import type { PipelineAnalytics, StageBottleneck, StageTime } from "../api/analyticsTypes";

const TONE: Record<Level, Tone> = { high: "danger", medium: "warning", low: "neutral" };
const HEAD = "px-2 pb-1.5 text-end align-bottom text-xs font-medium text-faint last:pe-0";
const CELL = "border-b px-2 py-2 text-end align-top last:pe-0";

interface StageTimesProps {
  health: PipelineAnalytics["pipeline_health"];
  onSelect: (stage: string, name: string) => void;
}

export function StageTimes({ health, onSelect }: StageTimesProps) {
  const { t } = useTranslation();
  const title = t("analytics.times.title");
  return (
    <TitledCard title={title} hint={t("analytics.times.hint")}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key
        tabIndex={0}
        aria-label={title}
        className="overflow-x-auto"
      >
        <table className="num w-full min-w-104 border-collapse">
          <thead>
            <tr className="border-b">
              <th scope="col" className="pb-1.5 text-start align-bottom text-xs font-medium text-faint">
                {t("chart.stages.stage")}
              </th>
              {(["median", "against", "onward", "lost", "there"] as const).map((column) => (
                <th key={column} scope="col" className={HEAD}>
                  {t(`analytics.times.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {health.stage_times.map((time) => (
              <Row
                key={time.stage}
                time={time}
                slow={health.bottlenecks.find((each) => each.stage === time.stage)}
                onSelect={() => onSelect(time.stage, time.name)}
              />
            ))}
          </tbody>
        </table>
      </section>
    </TitledCard>
  );
}

interface RowProps {
  time: StageTime;
  slow: StageBottleneck | undefined;
  onSelect: () => void;
}

function Row({ time, slow, onSelect }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const ended = time.onward + time.back + time.won + time.lost;
  const share = (count: number) => (ended > 0 ? format.rate((count / ended) * 100) : "–");
  return (
    <tr className="hover:bg-hover">
      <th scope="row" className="border-b py-2 text-start align-top font-medium">
        <button type="button" onClick={onSelect} className="rounded-sm text-accent-text hover:underline">
          {time.name}
        </button>
      </th>
      <td className={`${CELL} font-medium`}>
        {time.median_days === null ? t("analytics.times.open_end") : format.days(time.median_days)}
      </td>
      <td className={CELL}>
        {!slow ? (
          <span className="text-faint">{t("analytics.times.too_few")}</span>
        ) : (
          <>
            <span className="flex flex-wrap items-center justify-end gap-x-2">
              {slow.severity && (
                <Badge tone={TONE[slow.severity]}>{t(`analytics.times.slower.${slow.severity}`)}</Badge>
              )}
              {t(slow.at_least ? "analytics.times.at_least" : "analytics.times.now", {
                days: format.days(slow.days),
              })}
            </span>
            <span className="block text-xs text-muted">
              {t("analytics.times.before", { days: format.days(slow.before_days) })}
            </span>
          </>
        )}
      </td>
      <td className={CELL}>{share(time.onward + time.won)}</td>
      <td className={CELL}>{share(time.lost)}</td>
      <td className={CELL}>{format.number(time.still_there)}</td>
    </tr>
  );
}
