/** The frame of a step: scrolling content over a bar of actions. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ScrollRegion } from "@/shared/components/ScrollRegion";

export function StepFrame({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <ScrollRegion label={t("import.steps.label")}>
        <div className="mx-auto max-w-260 px-8 py-6">{children}</div>
      </ScrollRegion>
      <footer className="border-t bg-surface">
        <div className="mx-auto flex max-w-260 items-center gap-2 px-8 py-3">{actions}</div>
      </footer>
    </>
  );
}
