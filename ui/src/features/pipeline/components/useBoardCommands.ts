/** The keys of the board, so that `?` can show them; the cards handle them themselves. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Command, useCommands } from "@/shared/commands/registry";
import { openCreate } from "@/shared/records/create/dialogs";

/** `pipeline` is the one on screen: a new deal goes into it. */
export function useBoardCommands(pipeline: string | undefined): void {
  const { t } = useTranslation();
  const list = useMemo<Command[]>(() => {
    const listed = (id: string, label: string, keys: string): Command => ({
      id: `board.${id}`,
      label,
      keys,
      group: "board",
      keysOnly: true,
    });
    return [
      {
        ...listed("new", t("record.opportunity.create"), "n"),
        run: () => openCreate("opportunity", pipeline ? { pipeline } : {}, () => {}),
      },
      {
        ...listed("search", t("pipeline.search"), "/"),
        run: () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
      },
      {
        ...listed("focus", t("pipeline.keys.focus"), "l"),
        run: () => document.querySelector<HTMLElement>("[data-column-list] a")?.focus(),
      },
      listed("open", t("pipeline.keys.open"), "enter"),
      listed("pick", t("pipeline.keys.pick"), "space"),
      listed("columns", t("pipeline.keys.columns"), "left right"),
      listed("cards", t("pipeline.keys.cards"), "up down"),
    ];
  }, [t, pipeline]);
  useCommands(list);
}
