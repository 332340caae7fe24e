/** The frame around each part of an analytics screen. */
import clsx from "clsx";
import type { ReactNode } from "react";

export function Card({ className, children }: { className?: string; children: ReactNode }) {
  return <div className={clsx("min-w-0 rounded-xl border bg-surface p-5", className)}>{children}</div>;
}

interface TitledCardProps {
  title: string;
  hint?: string | undefined;
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A card with a title. It is no landmark: a screen has too many of them. Charts bring their title themselves. */
export function TitledCard({ title, hint, aside, className, children }: TitledCardProps) {
  return (
    <div className={clsx("flex min-w-0 flex-col rounded-xl border bg-surface p-5", className)}>
      <header className="mb-3 flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-60 flex-1">
          <h2 className="font-semibold">{title}</h2>
          {hint && <p className="text-muted">{hint}</p>}
        </div>
        {aside}
      </header>
      {children}
    </div>
  );
}
