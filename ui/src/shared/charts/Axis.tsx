/** Grid lines with their values, and the labels under a chart. */
import type { Inner, Size } from "./model/plot";

export interface Tick {
  at: number;
  text: string;
}

interface ValueAxisProps {
  plot: Inner;
  size: Size;
  ticks: readonly Tick[];
  /** On the side where reading ends, without grid lines: for a second measure. */
  end?: boolean;
}

export function ValueAxis({ plot, size, ticks, end = false }: ValueAxisProps) {
  const left = end === size.rtl;
  const x = left ? plot.x - 8 : plot.x + plot.width + 8;
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick.at}>
          {!end && (
            <line
              x1={plot.x}
              x2={plot.x + plot.width}
              y1={tick.at}
              y2={tick.at}
              className="stroke-chart-grid"
              shapeRendering="crispEdges"
            />
          )}
          <text
            x={x}
            y={tick.at}
            dy="0.35em"
            textAnchor={left ? "end" : "start"}
            className="num fill-faint text-xs"
          >
            {tick.text}
          </text>
        </g>
      ))}
    </g>
  );
}

export function CategoryAxis({ plot, ticks }: { plot: Inner; ticks: readonly Tick[] }) {
  const base = plot.y + plot.height;
  return (
    <g>
      <line
        x1={plot.x}
        x2={plot.x + plot.width}
        y1={base}
        y2={base}
        className="stroke-chart-axis"
        shapeRendering="crispEdges"
      />
      {ticks.map((tick) => (
        <text key={tick.at} x={tick.at} y={base + 17} textAnchor="middle" className="num fill-faint text-xs">
          {tick.text}
        </text>
      ))}
    </g>
  );
}
