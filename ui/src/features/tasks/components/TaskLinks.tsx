/** The records a task is about. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Task } from "@/shared/api/types";
import { definitions } from "@/shared/records/registry";

export function TaskLinks({ task }: { task: Task }) {
  const { t } = useTranslation();
  const links = [
    { def: definitions.opportunity, id: task.opportunity, name: task.opportunity_name },
    { def: definitions.lead, id: task.lead, name: task.lead_name },
    { def: definitions.contact, id: task.contact, name: task.contact_name },
    { def: definitions.company, id: task.company, name: task.company_name },
  ];
  if (links.every(({ id }) => !id)) return null;
  return (
    <section aria-label={t("record.task.about")} className="border-t px-5 py-3">
      <h2 className="mb-1 flex h-8 items-center text-xs font-semibold text-faint">
        {t("record.task.about")}
      </h2>
      <ul>
        {links.map(
          ({ def, id, name }) =>
            id && (
              <li key={def.type}>
                <Link
                  to={def.path}
                  params={{ id }}
                  className="-mx-2 flex h-8 items-center gap-2 rounded-md px-2 hover:bg-hover"
                >
                  <def.icon size={16} className="text-faint" />
                  <span className="min-w-0 flex-1 truncate">{name}</span>
                  <span className="text-xs text-faint">{t(def.one)}</span>
                </Link>
              </li>
            ),
        )}
      </ul>
    </section>
  );
}
