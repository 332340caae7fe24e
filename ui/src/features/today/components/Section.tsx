/** One group of Today: a heading with its exact count, and its rows. Empty groups are not shown. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dot, type Tone } from "@/shared/components/Badge";
import { useFormat } from "@/shared/format/useFormat";

interface SectionProps {
  title: string;
  hint?: string;
  count: number;
  shown: number;
  tone?: Tone;
  children: ReactNode;
}

export function Section({ title, hint, count, shown, tone = "accent", children }: SectionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (count === 0) return null;
  return (
    <section aria-label={title} className="pt-6">
      <h2 className="flex items-center gap-2 border-b pb-2 font-semibold" title={hint}>
        <Dot tone={tone} />
        {title}
        <span className="num font-normal text-faint">{format.number(count)}</span>
      </h2>
      <ul className="-mx-2 pt-1">{children}</ul>
      {count > shown && (
        <p className="num pt-1 text-xs text-faint">
          {t("record.and_more", { count: count - shown, shown: format.number(count - shown) })}
        </p>
      )}
    </section>
  );
}
