/** One group of Today: a heading with its exact count, and its rows. Empty groups are not shown. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dot, type Tone } from "@/shared/components/Badge";
import { useFormat } from "@/shared/format/useFormat";
import type { Filter } from "@/shared/records/list/filter";

interface SectionProps {
  title: string;
  hint?: string;
  count: number;
  shown: number;
  tone?: Tone;
  /** Where the rest is listed. */
  more: { to: "/tasks" | "/leads" | "/opportunities" | "/pipeline"; filter?: Filter };
  children: ReactNode;
}

export function Section({ title, hint, count, shown, tone = "accent", more, children }: SectionProps) {
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
        <Link
          to={more.to}
          search={more.filter ? { filter: more.filter } : {}}
          className="num inline-block rounded-sm pt-1 text-xs text-accent-text hover:underline"
        >
          {t("record.and_more", { count: count - shown, shown: format.number(count - shown) })}
        </Link>
      )}
    </section>
  );
}
