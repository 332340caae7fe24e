/** Ctrl/Cmd-K: find any record, go anywhere, create anything, run any action. */
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { commands } from "@/shared/commands/registry";
import { Avatar } from "@/shared/components/Avatar";
import { Kbd } from "@/shared/components/Kbd";
import { useStore } from "@/shared/hooks/store";
import { useDebounced } from "@/shared/hooks/useDebounced";
import type { RecordDef } from "@/shared/records/definition";
import { definitionFor } from "@/shared/records/registry";
import { useSearchAll } from "../api/search";
import { Highlight } from "./Highlight";
import { paletteOpen } from "./state";

const ITEM = "flex h-9 items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover";
const GROUP =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint";
const GROUPS = ["create", "go", "action"] as const;

export function PaletteDialog() {
  const { t } = useTranslation();
  const open = useStore(paletteOpen);
  return (
    <Radix.Root open={open} onOpenChange={paletteOpen.set}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[calc(100vw-32px)] max-w-160 -translate-x-1/2 animate-fade overflow-hidden rounded-xl bg-raised shadow-dialog"
        >
          <Radix.Title className="sr-only">{t("app.find")}</Radix.Title>
          <Palette />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Palette() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const all = useStore(commands);
  const [text, setText] = useState("");
  const found = useSearchAll(useDebounced(text, 80));
  const wanted = text.trim().toLocaleLowerCase();
  const matching = all.filter(
    (command) => command.run && !command.keysOnly && command.label.toLocaleLowerCase().includes(wanted),
  );
  const hits = wanted ? (found.data?.results ?? []) : [];
  const run = (action: () => void) => {
    paletteOpen.set(false);
    // The dialog gives the focus back first; what opens next then takes it.
    requestAnimationFrame(action);
  };
  const open = (def: RecordDef, id: string) => run(() => navigate({ to: def.path, params: { id } }));

  return (
    <Command shouldFilter={false} label={t("app.find")} loop>
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search size={16} className="text-faint" />
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder={t("app.palette.placeholder")}
          className="h-12 flex-1 bg-transparent text-md outline-none"
        />
        <Kbd keys="Esc" />
      </div>
      <Command.List className="max-h-[min(420px,60vh)] overflow-y-auto p-1.5">
        {wanted && !found.isFetching && hits.length === 0 && matching.length === 0 && (
          <p className="px-2.5 py-8 text-center text-muted">{t("app.palette.nothing", { text })}</p>
        )}
        {hits.length > 0 && (
          <Command.Group heading={t("app.palette.records")} className={GROUP}>
            {hits.map((hit) => {
              const def = definitionFor(hit.record_type);
              return (
                def && (
                  <Command.Item
                    key={hit.id}
                    value={hit.id}
                    onSelect={() => open(def, hit.id)}
                    className={ITEM}
                  >
                    {hit.record_type === "task" || hit.record_type === "opportunity" ? (
                      <def.icon size={16} className="mx-0.5 text-faint" />
                    ) : (
                      <Avatar name={hit.title} square={hit.record_type === "company"} />
                    )}
                    <span className="min-w-0 truncate">
                      <Highlight text={hit.highlight} />
                    </span>
                    {hit.subtitle && (
                      <span className="min-w-0 flex-1 truncate text-faint">{hit.subtitle}</span>
                    )}
                    <span className="ml-auto shrink-0 text-xs text-faint">{t(def.one)}</span>
                  </Command.Item>
                )
              );
            })}
          </Command.Group>
        )}
        {GROUPS.map((group) => {
          const inGroup = matching.filter((command) => command.group === group);
          return (
            inGroup.length > 0 && (
              <Command.Group key={group} heading={t(`app.groups.${group}`)} className={GROUP}>
                {inGroup.map((command) => (
                  <Command.Item
                    key={command.id}
                    value={command.id}
                    onSelect={() => run(() => command.run?.())}
                    className={ITEM}
                  >
                    {command.icon && <command.icon size={16} className="mx-0.5 text-faint" />}
                    <span className="flex-1 truncate">{command.label}</span>
                    {command.keys && <Kbd keys={command.keys} />}
                  </Command.Item>
                ))}
              </Command.Group>
            )
          );
        })}
      </Command.List>
    </Command>
  );
}
