/** The bar over a record: the way back to its list, and what can be done with it. */
import { Link, useRouter } from "@tanstack/react-router";
import { ArrowLeft, ChevronRight, Ellipsis, Trash2 } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { AnyRecord } from "@/shared/api/types";
import { type Command, useCommands } from "@/shared/commands/registry";
import { IconButton } from "@/shared/components/Button";
import { Menu, MenuItem } from "@/shared/components/Menu";
import { type RecordDef, titleOf } from "../definition";
import { useDelete } from "../useDelete";

interface RecordTopBarProps {
  def: RecordDef;
  record: AnyRecord | undefined;
  actions: ReactNode;
}

export function RecordTopBar({ def, record, actions }: RecordTopBarProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const remove = useDelete(def);
  const list = useMemo<Command[]>(() => {
    const command = (id: string, label: string, keys: string, run: () => void): Command => ({
      id: `record.${id}`,
      label,
      keys,
      run,
      group: "action",
    });
    return [
      command("back", t("record.back"), "Escape", () => router.history.back()),
      command("log", t("record.timeline.log"), "m", () =>
        document.querySelector<HTMLElement>("[data-composer]")?.focus(),
      ),
    ];
  }, [t, router]);
  useCommands(list);
  const onDelete = () => {
    if (!record) return;
    remove.mutate(new Set([record.id]));
    router.navigate({ to: def.listPath });
  };
  return (
    <header className="flex h-13 shrink-0 items-center gap-1 border-b bg-surface pr-4 pl-3">
      <IconButton label={t("record.back")} shortcut="Esc" onClick={() => router.history.back()}>
        <ArrowLeft size={16} />
      </IconButton>
      <nav aria-label={t("record.breadcrumb")} className="flex min-w-0 items-center gap-1">
        <Link to={def.listPath} className="rounded-sm px-1 text-muted hover:text-fg">
          {t(def.many)}
        </Link>
        <ChevronRight size={14} aria-hidden="true" className="shrink-0 text-faint" />
        <span className="truncate px-1 font-medium">{record && titleOf(def, record)}</span>
      </nav>
      <div className="ml-auto flex items-center gap-2 pl-3">
        {actions}
        <Menu
          align="end"
          trigger={
            <IconButton label={t("common.more")}>
              <Ellipsis size={16} />
            </IconButton>
          }
        >
          <MenuItem danger icon={<Trash2 size={14} />} onSelect={onDelete}>
            {t("record.delete")}
          </MenuItem>
        </Menu>
      </div>
    </header>
  );
}
