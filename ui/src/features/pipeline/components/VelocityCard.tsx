/** How long deals take to close: the picture, and the figures that go with it. */
import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/shared/analytics/Card";
import { VelocityChart } from "@/shared/charts/VelocityChart";
import { useFormat } from "@/shared/format/useFormat";
import type { DealVelocity, ExtremeDeal } from "../api/analyticsTypes";

interface VelocityCardProps {
  velocity: DealVelocity;
  /** Further items of the export menu. */
  menu: ReactNode;
  onSelect: (bar: { from: number; until: number | null }, title: string) => void;
}

export function VelocityCard({ velocity, menu, onSelect }: VelocityCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const data = useMemo(
    () => ({
      histogram: velocity.histogram.map((bar) => ({
        from: bar.from_days,
        until: bar.until_days,
        count: bar.count,
      })),
      survival: velocity.survival.map((point) => ({ days: point.days, open: point.open_share })),
    }),
    [velocity],
  );
  const days = (value: number | null) => (value === null ? "–" : format.days(value));
  const figures = [
    { label: t("analytics.velocity.median"), value: days(velocity.median_days) },
    { label: t("analytics.velocity.with_open"), value: days(velocity.censored_median_days) },
    { label: t("analytics.velocity.won"), value: days(velocity.won_median_days) },
    { label: t("analytics.velocity.lost"), value: days(velocity.lost_median_days) },
  ];
  return (
    <Card className="flex flex-col gap-4">
      <VelocityChart
        title={t("analytics.velocity.title")}
        subtitle={t("analytics.velocity.hint", {
          closed: format.number(velocity.closed),
          open: format.number(velocity.open),
        })}
        {...data}
        menu={menu}
        height={230}
        empty={velocity.closed === 0 ? t("analytics.nothing_closed") : undefined}
        onSelect={(bin) =>
          onSelect(
            bin,
            bin.until === null
              ? t("chart.velocity.from_on", { days: format.number(bin.from) })
              : t("chart.velocity.between", {
                  from: format.number(bin.from),
                  until: format.number(bin.until - 1),
                }),
          )
        }
      />
      <dl className="num grid grid-cols-2 gap-x-6 gap-y-2 border-t pt-3 @container sm:grid-cols-3">
        {figures.map((figure) => (
          <div key={figure.label}>
            <dt className="text-xs text-muted">{figure.label}</dt>
            <dd className="font-medium">{figure.value}</dd>
          </div>
        ))}
        <Extreme label={t("analytics.velocity.fastest")} deal={velocity.fastest} />
        <Extreme label={t("analytics.velocity.slowest")} deal={velocity.slowest} />
      </dl>
    </Card>
  );
}

function Extreme({ label, deal }: { label: string; deal: ExtremeDeal | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!deal) return null;
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd>
        <span className="block font-medium">{format.days(deal.days)}</span>
        <Link
          to="/opportunities/$id"
          params={{ id: deal.id }}
          title={deal.name ?? undefined}
          className="block truncate rounded-sm text-accent-text hover:underline focus-visible:-outline-offset-2"
        >
          {deal.name ?? t("analytics.velocity.show_deal")}
        </Link>
      </dd>
    </div>
  );
}
