/** How far it is to the quota: booked, what is expected on top of it, and how far that may reach. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { Canvas } from "./Canvas";
import { ChartFrame, type FrameProps } from "./ChartFrame";
import { textWidth } from "./model/plot";
import { type ProgressData, progressLayout } from "./model/progress";
import type { ChartPoint } from "./points";
import type { LegendEntry } from "./Swatch";
import { cell } from "./table";
import { useSize } from "./useSize";

interface QuotaProgressProps extends FrameProps {
  data: ProgressData;
  currency: string;
}

const HEIGHT = 64;

export function QuotaProgress({ data, currency, ...frame }: QuotaProgressProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [box, size] = useSize(HEIGHT);
  const layout = progressLayout(data, size);
  const money = (value: number) => format.amount(value, currency);
  const range = t("chart.range", { low: money(data.low), high: money(data.high) });
  const share = (value: number) => (data.quota ? format.rate((value / data.quota) * 100) : null);
  const all = { y: 18, height: 38 };
  const quotaText = data.quota === null ? "" : t("chart.progress.quota_mark", { amount: money(data.quota) });
  const half = textWidth(quotaText) / 2;
  const point = (
    id: string,
    column: number,
    label: string,
    at: number,
    area: { x: number; width: number },
  ) => ({
    id,
    row: 0,
    column,
    label,
    at: { x: at, y: 22 },
    box: { ...all, ...area },
  });
  const shareLine = (value: number) => {
    const text = share(value);
    return text === null ? [] : [{ label: t("chart.progress.of_quota"), value: text }];
  };
  const points: ChartPoint[] = [
    {
      ...point(
        "booked",
        0,
        t("chart.progress.booked_point", { amount: money(data.booked) }),
        layout.booked.x + layout.booked.width / 2,
        { x: layout.booked.x, width: Math.max(24, layout.booked.width) },
      ),
      tip: {
        title: t("chart.progress.booked"),
        lines: [
          { label: t("chart.amount"), value: money(data.booked), swatch: "actual" },
          ...shareLine(data.booked),
        ],
      },
    },
    {
      ...point(
        "expected",
        1,
        t("chart.progress.expected_point", { amount: money(data.expected), range }),
        layout.expected.x + layout.expected.width / 2,
        { x: layout.expected.x, width: Math.max(24, layout.expected.width) },
      ),
      tip: {
        title: t("chart.progress.expected"),
        lines: [
          { label: t("chart.amount"), value: money(data.expected), swatch: "expected" },
          { label: t("chart.fan.range"), value: range, swatch: "band" },
          ...shareLine(data.expected),
        ],
      },
    },
  ];
  if (data.quota !== null && layout.quota !== null) {
    points.push({
      ...point("quota", 2, quotaText, layout.quota, { x: layout.quota - 12, width: 24 }),
      tip: {
        title: t("chart.fan.quota"),
        lines: [{ label: t("chart.amount"), value: money(data.quota), swatch: "quota" }],
      },
    });
  }
  const legend: LegendEntry[] = [
    { swatch: "actual", label: `${t("chart.progress.booked")} ${money(data.booked)}` },
    { swatch: "expected", label: `${t("chart.progress.expected")} ${money(data.expected)}` },
    { swatch: "band", label: `${t("chart.fan.range")} ${range}` },
  ];
  const table = {
    columns: [{ label: t("chart.progress.figure") }, { label: t("chart.amount"), numeric: true }],
    rows: (
      [
        ["booked", data.booked],
        ["expected", data.expected],
        ["low", data.low],
        ["high", data.high],
        ["quota", data.quota],
      ] as const
    ).map(([key, value]) => ({ id: key, cells: [t(`chart.progress.${key}`), cell(value, money)] })),
  };
  return (
    <ChartFrame {...frame} height={HEIGHT} legend={legend} table={table}>
      <Canvas label={frame.title} box={box} size={size} points={points} tint={false}>
        {() => (
          <>
            <rect {...layout.track} rx={4} className="fill-sunken" />
            <rect {...layout.booked} rx={4} className="fill-chart-actual" />
            <rect {...layout.expected} rx={2} className="fill-chart-expected" />
            <g className="stroke-chart-band-edge" strokeWidth={2}>
              <line x1={layout.range.x1} x2={layout.range.x2} y1={56} y2={56} />
              <line x1={layout.range.x1} x2={layout.range.x1} y1={52} y2={60} />
              <line x1={layout.range.x2} x2={layout.range.x2} y1={52} y2={60} />
            </g>
            {layout.quota !== null && (
              <>
                <line
                  x1={layout.quota}
                  x2={layout.quota}
                  y1={20}
                  y2={60}
                  strokeWidth={2}
                  className="stroke-chart-quota"
                />
                <text
                  x={Math.max(half, Math.min(size.width - half, layout.quota))}
                  y={12}
                  textAnchor="middle"
                  className="num fill-fg text-xs font-medium"
                >
                  {quotaText}
                </text>
              </>
            )}
          </>
        )}
      </Canvas>
    </ChartFrame>
  );
}
