/** The small card that says what a point means. Screen readers hear the point's own label instead. */
import { useLayoutEffect, useRef, useState } from "react";
import { type Size, tipPlace } from "./model/plot";
import type { ChartPoint } from "./points";
import { Swatch } from "./Swatch";

export function PointTip({ point, size }: { point: ChartPoint; size: Size }) {
  const ref = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState({ width: 0, height: 0 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another point has another text and so another size
  useLayoutEffect(() => {
    const element = ref.current;
    if (element) setBox({ width: element.offsetWidth, height: element.offsetHeight });
  }, [point]);
  const place = tipPlace(point.at, box, size);
  return (
    <div
      ref={ref}
      aria-hidden="true"
      dir={size.rtl ? "rtl" : "ltr"}
      className="pointer-events-none absolute top-0 left-0 z-10 w-max max-w-70 rounded-lg bg-raised px-3 py-2 text-xs shadow-pop"
      style={{ transform: `translate(${Math.round(place.x)}px, ${Math.round(place.y)}px)` }}
    >
      <p className="font-semibold">{point.tip.title}</p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-0.5">
        {point.tip.lines.map((line) => (
          <div key={line.label} className="contents">
            <dt className="flex items-center gap-1.5 text-muted">
              {line.swatch && <Swatch kind={line.swatch} />}
              {line.label}
            </dt>
            <dd className="num text-end font-medium">{line.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
