/** Where the import stands: columns, check, import. */
import clsx from "clsx";
import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Import } from "../api/imports";

const AT: Record<Import["status"], number> = {
  mapping: 0,
  checking: 1,
  checked: 1,
  running: 2,
  cancelled: 2,
  failed: 2,
  done: 3,
};
const NAMES = ["columns", "check", "run"] as const;

export function Steps({ status }: { status: Import["status"] }) {
  const { t } = useTranslation();
  const at = AT[status];
  return (
    <ol className="flex items-center gap-4" aria-label={t("import.steps.label")}>
      {NAMES.map((name, index) => (
        <li
          key={name}
          aria-current={index === at ? "step" : undefined}
          className={clsx("flex items-center gap-1.5", index === at ? "font-medium" : "text-faint")}
        >
          <span
            className={clsx(
              "num flex size-5 items-center justify-center rounded-full text-xs",
              index < at
                ? "bg-success-soft text-success-text"
                : index === at
                  ? "bg-accent text-accent-fg"
                  : "bg-active text-muted",
            )}
          >
            {index < at ? <Check size={12} strokeWidth={3} /> : index + 1}
          </span>
          <span className="narrow:sr-only">{t(`import.steps.${name}`)}</span>
        </li>
      ))}
    </ol>
  );
}
