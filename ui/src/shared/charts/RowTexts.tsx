/** Texts of a chart made of rows, cut off where they are too long. The points carry them for screen readers. */
import clsx from "clsx";
import type { ReactNode } from "react";
import type { Box } from "./model/plot";

interface RowTextProps {
  box: Box;
  rtl: boolean;
  end?: boolean;
  children: ReactNode;
}

export function RowText({ box, rtl, end = false, children }: RowTextProps) {
  return (
    <div
      aria-hidden="true"
      dir={rtl ? "rtl" : "ltr"}
      className={clsx("num absolute flex items-center gap-2", end && "justify-end")}
      style={{ top: box.y, left: box.x, width: box.width, height: box.height }}
    >
      {children}
    </div>
  );
}
