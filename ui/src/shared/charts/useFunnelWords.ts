/** What the funnel says: tooltip, sentence and table of each step and its parts. */
import { useTranslation } from "react-i18next";
import { useFormat } from "@/shared/format/useFormat";
import type { FunnelBar, FunnelStep } from "./model/funnel";
import { sentences, type Tip } from "./points";
import { cell, type TableData } from "./table";

export function useFunnelWords(steps: readonly FunnelStep[]) {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = (value: number) => format.rate(value);

  const point = ({ step, part }: FunnelBar): { label: string; tip: Tip } => {
    const name = step.name;
    if (part !== "reached") {
      const count = part === "lost" ? step.lost : step.stillOpen;
      const deals = format.number(count);
      return {
        label: t(`chart.funnel.${part}_point`, { stage: name, count, deals }),
        tip: {
          title: name,
          lines: [
            {
              label: t(`chart.funnel.${part}`),
              value: deals,
              swatch: part === "lost" ? "lost" : "open",
            },
            ...(part === "lost" && step.dropOff !== null
              ? [{ label: t("chart.funnel.drop_off"), value: rate(step.dropOff) }]
              : []),
          ],
        },
      };
    }
    return {
      label: sentences(
        t("chart.funnel.point", { stage: name, count: step.count, deals: format.number(step.count) }),
        step.conversion !== null && t("chart.funnel.conversion_sentence", { rate: rate(step.conversion) }),
      ),
      tip: {
        title: name,
        lines: [
          { label: t("chart.funnel.reached"), value: format.number(step.count), swatch: "actual" },
          ...(step.conversion === null
            ? []
            : [{ label: t("chart.funnel.conversion"), value: rate(step.conversion) }]),
          ...(step.dropOff === null
            ? []
            : [{ label: t("chart.funnel.drop_off"), value: rate(step.dropOff) }]),
          { label: t("chart.funnel.still_open"), value: format.number(step.stillOpen), swatch: "open" },
          { label: t("chart.funnel.lost"), value: format.number(step.lost), swatch: "lost" },
        ],
      },
    };
  };

  const table: TableData = {
    columns: [
      { label: t("chart.stages.stage") },
      ...(["reached", "conversion", "drop_off", "still_open", "lost"] as const).map((key) => ({
        label: t(`chart.funnel.${key}`),
        numeric: true,
      })),
    ],
    rows: steps.map((step) => ({
      id: step.key,
      cells: [
        step.name,
        cell(step.count, format.number),
        cell(step.conversion, rate),
        cell(step.dropOff, rate),
        cell(step.stillOpen, format.number),
        cell(step.lost, format.number),
      ],
    })),
  };

  return {
    point,
    table,
    /** "62 % went on", or nothing at the last step. */
    onward: (step: FunnelStep) =>
      step.conversion === null ? "" : t("chart.funnel.onward", { rate: rate(step.conversion) }),
  };
}
