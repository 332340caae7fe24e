/** The views of one area beside its title. They are addresses, so each can be linked to and gone back from. */
import { Link, type LinkProps } from "@tanstack/react-router";

interface PageTab {
  to: LinkProps["to"];
  label: string;
  search?: Record<string, unknown>;
}

export function PageTabs({ label, tabs }: { label: string; tabs: readonly PageTab[] }) {
  return (
    <nav aria-label={label} className="flex h-full shrink-0 items-stretch gap-4 ps-3">
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          search={(tab.search ?? {}) as never}
          activeOptions={{ exact: true, includeSearch: false }}
          className="-mb-px flex items-center border-b-2 border-transparent font-medium text-muted hover:text-fg focus-visible:-outline-offset-2 data-[status=active]:border-accent data-[status=active]:text-fg"
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
