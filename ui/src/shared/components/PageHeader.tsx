/** The bar at the top of every page: its name, a fact beside it, its actions. */
import type { ReactNode } from "react";

interface PageHeaderProps {
  title: string;
  aside?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ title, aside, children }: PageHeaderProps) {
  return (
    <header className="flex h-13 shrink-0 items-center gap-2 border-b bg-surface px-5 narrow:px-3">
      <h1 className="max-w-1/2 shrink-0 truncate text-md font-semibold">{title}</h1>
      {aside}
      <div className="ml-auto flex min-w-0 items-center gap-2 ps-2">{children}</div>
    </header>
  );
}
