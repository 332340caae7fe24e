/** How the figures came about, for whoever asks. */
import { ChevronRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";

export function Method({ notes, generatedAt }: { notes: readonly string[]; generatedAt?: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <details className="group rounded-xl border bg-surface px-5 py-3.5">
      <summary className="flex items-center gap-1.5 rounded-sm font-semibold [&::-webkit-details-marker]:hidden">
        <ChevronRight
          size={14}
          aria-hidden="true"
          className="text-faint transition-transform group-open:rotate-90 rtl:rotate-180"
        />
        {t("forecast.method")}
      </summary>
      <ul className="selectable mt-2 flex max-w-180 list-disc flex-col gap-1.5 ps-5 text-muted">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
        {generatedAt && <li className="num">{t("forecast.as_of", { time: format.instant(generatedAt) })}</li>}
      </ul>
    </details>
  );
}
