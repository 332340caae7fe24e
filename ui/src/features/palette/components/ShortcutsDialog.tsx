/** The `?` sheet: every key that works right now. */
import { useTranslation } from "react-i18next";
import { commands } from "@/shared/commands/registry";
import { Dialog } from "@/shared/components/Dialog";
import { Kbd, keyNames } from "@/shared/components/Kbd";
import { ScrollRegion } from "@/shared/components/ScrollRegion";
import { useStore } from "@/shared/hooks/store";
import { shortcutsOpen } from "./state";

const GROUPS = ["list", "board", "action", "go", "create"] as const;

export function ShortcutsDialog() {
  const { t } = useTranslation();
  const open = useStore(shortcutsOpen);
  const all = useStore(commands);
  const withKeys = [
    ...new Map(all.filter((command) => command.keys).map((command) => [command.keys, command])).values(),
  ];
  return (
    <Dialog open={open} onClose={() => shortcutsOpen.set(false)} title={t("app.shortcuts")} wide>
      <ScrollRegion label={t("app.shortcuts")} className="min-h-0 flex-1 px-5 pb-2">
        <div className="columns-3 gap-8 narrow:columns-2">
          {GROUPS.map((group) => {
            const list = withKeys.filter((command) => command.group === group);
            return (
              list.length > 0 && (
                <section key={group} className="mb-5 break-inside-avoid">
                  <h3 className="mb-1 text-xs font-semibold text-faint">{t(`app.groups.${group}`)}</h3>
                  <dl>
                    {list.map((command) => (
                      <div key={command.id} className="flex h-7 items-center justify-between gap-3">
                        <dt className="truncate">{command.label}</dt>
                        <dd>
                          <span className="sr-only">{keyNames(command.keys ?? "").join(" ")}</span>
                          <Kbd keys={command.keys ?? ""} />
                        </dd>
                      </div>
                    ))}
                  </dl>
                </section>
              )
            );
          })}
        </div>
      </ScrollRegion>
    </Dialog>
  );
}
