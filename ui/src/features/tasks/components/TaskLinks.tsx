/** The records a task is about. */
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { collections } from "@/shared/api/collections";
import type { AnyRecord, Task } from "@/shared/api/types";
import { titleOf } from "@/shared/records/definition";
import { definitions } from "@/shared/records/registry";

const LINKS = ["contact", "lead", "opportunity"] as const;

export function TaskLinks({ task }: { task: Task }) {
  const { t } = useTranslation();
  const links = LINKS.flatMap((type) => {
    const id = task[type];
    return id ? [{ def: definitions[type], id }] : [];
  });
  const found = useQueries({
    queries: links.map(({ def, id }) => ({
      queryKey: [def.collection, "record", id],
      queryFn: (): Promise<AnyRecord> => collections[def.collection].get(id),
    })),
  });
  if (links.length === 0) return null;
  return (
    <section aria-label={t("record.task.about")} className="border-t px-5 py-3">
      <h2 className="mb-1 flex h-8 items-center text-xs font-semibold text-faint">
        {t("record.task.about")}
      </h2>
      <ul>
        {links.map(({ def, id }, index) => {
          const record = found[index]?.data;
          return (
            record && (
              <li key={id}>
                <Link
                  to={def.path}
                  params={{ id }}
                  className="-mx-2 flex h-8 items-center gap-2 rounded-md px-2 hover:bg-hover"
                >
                  <def.icon size={16} className="text-faint" />
                  <span className="truncate">{titleOf(def, record)}</span>
                </Link>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}
