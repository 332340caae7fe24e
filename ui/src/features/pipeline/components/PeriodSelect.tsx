/** The period that is looked at: by name, or from one day to another. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DateField } from "@/shared/components/DateField";
import { Select } from "@/shared/components/Select";
import { useFormat } from "@/shared/format/useFormat";
import { PERIODS, type Period, periodOf, type Span, spanOf } from "../model/period";

interface PeriodSelectProps {
  span: Span;
  onChange: (span: Span) => void;
}

export function PeriodSelect({ span, onChange }: PeriodSelectProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const today = format.today();
  const named = periodOf(span, today);
  const [choosing, setChoosing] = useState(named === "custom");
  const period = choosing ? "custom" : named;
  const pick = (next: Period) => {
    setChoosing(next === "custom");
    if (next !== "custom") onChange({ from: undefined, until: undefined, ...spanOf(next, today) });
  };
  return (
    <>
      <div className="w-40">
        <Select
          label={t("analytics.period")}
          value={period}
          onChange={(next) => pick(next as Period)}
          options={PERIODS.map((each) => ({ value: each, label: t(`analytics.periods.${each}`) }))}
        />
      </div>
      {period === "custom" && (
        <div className="flex items-center gap-2">
          <div className="w-32">
            <DateField
              label={t("analytics.from")}
              value={span.from ?? null}
              onChange={(from) => onChange({ ...span, from: from ?? undefined })}
            />
          </div>
          <span className="text-faint">–</span>
          <div className="w-32">
            <DateField
              label={t("analytics.until")}
              value={span.until ?? null}
              onChange={(until) => onChange({ ...span, until: until ?? undefined })}
            />
          </div>
        </div>
      )}
    </>
  );
}
