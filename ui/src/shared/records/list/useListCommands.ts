/** The keys of a list: new, search, and those the grid handles itself, so that `?` can show them. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { type Command, useCommands } from "@/shared/commands/registry";
import { openCreate } from "../create/dialogs";
import type { RecordDef } from "../definition";

export function useListCommands(def: RecordDef): void {
  const { t } = useTranslation();
  const list = useMemo<Command[]>(() => {
    const listed = (id: string, label: string, keys: string): Command => ({
      id: `list.${id}`,
      label,
      keys,
      group: "list",
      keysOnly: true,
    });
    return [
      { ...listed("new", t(def.create), "n"), run: () => openCreate(def.type) },
      {
        ...listed("search", t("list.search_in", { what: t(def.many) }), "/"),
        run: () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
      },
      {
        ...listed("grid", t("list.keys.focus"), "l"),
        run: () => document.querySelector<HTMLElement>('[role="grid"]')?.focus(),
      },
      listed("down", t("list.keys.down"), "j"),
      listed("up", t("list.keys.up"), "k"),
      listed("open", t("list.keys.open"), "enter"),
      listed("select", t("list.keys.select"), "x"),
      listed("all", t("list.keys.all"), "mod+a"),
      listed("delete", t("list.keys.delete"), "Delete"),
    ];
  }, [def, t]);
  useCommands(list);
}
