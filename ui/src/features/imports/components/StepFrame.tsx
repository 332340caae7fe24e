/** The frame of a step: scrolling content over a bar of actions. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function StepFrame({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key */}
      <section tabIndex={0} aria-label={t("import.steps.label")} className="min-h-0 flex-1 overflow-y-auto focus-visible:outline-none">
        <div className="mx-auto max-w-260 px-8 py-6">{children}</div>
      </section>
      <footer className="border-t bg-surface">
        <div className="mx-auto flex max-w-260 items-center gap-2 px-8 py-3">{actions}</div>
      </footer>
    </>
  );
}
