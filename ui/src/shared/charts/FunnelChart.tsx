/** How far the deals of a cohort came: at each step how many went on, were lost there, or are still there. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import { Canvas } from "./Canvas";
import { ChartFrame, type FrameProps } from "./ChartFrame";
import { type FunnelStep, funnelParts } from "./model/funnel";
import { textWidth } from "./model/plot";
import { rowsHeight, rowsLayout } from "./model/rows";
import { RowText } from "./RowTexts";
import { useFunnelWords } from "./useFunnelWords";
import { useSize } from "./useSize";

export type FunnelPart = "reached" | "still_open" | "lost";

interface FunnelChartProps extends FrameProps {
  steps: readonly FunnelStep[];
  onSelect?: ((step: string, part: FunnelPart) => void) | undefined;
}

const FILL = {
  reached: "fill-chart-actual",
  lost: "fill-chart-lost",
  still_open: "fill-[url(#chart-open)] stroke-chart-open",
};

export function FunnelChart({ steps, onSelect, ...frame }: FunnelChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useFunnelWords(steps);
  const [box, measured] = useSize(0);
  const size = { ...measured, height: rowsHeight(steps.length, measured.width) };
  const figures = steps.map(
    (step) => Math.max(40, textWidth(format.number(step.count))) + textWidth(words.onward(step)) + 32,
  );
  const layout = rowsLayout(steps.length, size, Math.max(0, ...figures));
  const parts = funnelParts(steps, layout, size.rtl);
  const points = parts.map((part) => ({ ...part, ...words.point(part) }));
  const select =
    onSelect &&
    ((id: string) => {
      const part = parts.find((each) => each.id === id);
      if (part) onSelect(part.step.key, part.part);
    });
  const texts = steps.map((step, at) => {
    const row = layout.rows[at];
    if (!row) return null;
    return (
      <div key={step.key}>
        <RowText box={row.name} rtl={size.rtl}>
          <span className="truncate font-medium">{step.name}</span>
        </RowText>
        <RowText box={row.figures} rtl={size.rtl} end>
          <span className="truncate text-faint">{words.onward(step)}</span>
          <span className="min-w-10 text-end font-medium">{format.number(step.count)}</span>
        </RowText>
      </div>
    );
  });
  return (
    <ChartFrame
      {...frame}
      height={size.height}
      legend={[
        { swatch: "actual", label: t("chart.funnel.went_on") },
        { swatch: "open", label: t("chart.funnel.still_open") },
        { swatch: "lost", label: t("chart.funnel.lost") },
      ]}
      table={words.table}
      onSelect={onSelect && ((key) => onSelect(key, "reached"))}
    >
      <Canvas
        label={frame.title}
        box={box}
        size={size}
        points={points}
        onSelect={select}
        tint={false}
        over={texts}
      >
        {(shown) => (
          <>
            <defs>
              <pattern
                id="chart-open"
                width={5}
                height={5}
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <line x1={0} x2={0} y1={0} y2={5} className="stroke-chart-open" strokeWidth={2} />
              </pattern>
            </defs>
            {layout.rows.map(({ track }) => (
              <rect key={track.y} {...track} rx={2} className="fill-sunken" />
            ))}
            {parts.map((part) => (
              <rect
                key={part.id}
                {...part.bar}
                className={FILL[part.part]}
                opacity={shown && shown.id !== part.id ? 0.55 : 1}
              />
            ))}
          </>
        )}
      </Canvas>
    </ChartFrame>
  );
}
