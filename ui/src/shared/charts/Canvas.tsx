/** The surface of a chart: its drawing, and over it the points that pointer, keyboard and screen readers meet. */
import clsx from "clsx";
import { type ReactNode, type Ref, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Size } from "./model/plot";
import type { ChartPoint } from "./points";
import { PointTip } from "./Tip";
import { useCursor } from "./useCursor";

interface CanvasProps {
  label: string;
  box: Ref<HTMLDivElement>;
  size: Size;
  points: readonly ChartPoint[];
  onSelect?: ((id: string) => void) | undefined;
  /** How the point that is shown is marked: tinted over its whole area, or by the drawing itself. */
  tint?: boolean;
  /** Text over the drawing that may need cutting off. */
  over?: ReactNode;
  children: (shown: ChartPoint | null) => ReactNode;
}

export function Canvas({ label, box, size, points, onSelect, tint = true, over, children }: CanvasProps) {
  const { t } = useTranslation();
  const id = useId();
  const cursor = useCursor(points, size.rtl, onSelect);
  const shown = cursor.shown === null ? null : (points[cursor.shown] ?? null);
  const oneColumn = points.every((point) => point.column === 0);
  return (
    <div ref={box} className="relative" style={{ height: size.height }}>
      {size.width > 0 && (
        <>
          <svg
            aria-hidden="true"
            width={size.width}
            height={size.height}
            direction="ltr"
            className="absolute inset-0 block"
          >
            {children(shown)}
          </svg>
          {over}
          <p id={id} className="sr-only">
            {t(onSelect ? "chart.keys_open" : "chart.keys")}
          </p>
          <div
            ref={cursor.list}
            role="listbox"
            data-inline
            aria-label={label}
            aria-describedby={id}
            aria-orientation={oneColumn ? "vertical" : "horizontal"}
            onPointerLeave={cursor.leave}
            className="absolute inset-0"
          >
            {points.map((point, index) => (
              <div
                key={point.id}
                role="option"
                data-point={point.id}
                aria-label={point.label}
                aria-selected={shown?.id === point.id}
                tabIndex={index === cursor.stop ? 0 : -1}
                {...cursor.pointProps(point, index)}
                className={clsx(
                  "absolute rounded-sm focus-visible:outline-offset-0",
                  tint && shown?.id === point.id && "bg-fg/5",
                )}
                style={{
                  insetBlockStart: point.box.y,
                  left: point.box.x,
                  width: point.box.width,
                  height: point.box.height,
                }}
              />
            ))}
          </div>
          {shown && <PointTip point={shown} size={size} />}
        </>
      )}
    </div>
  );
}
