/** What a lead became: its deal, contact and company. */
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { callsOf } from "@/shared/api/collections";
import type { Lead } from "@/shared/api/types";
import { titleOf } from "@/shared/records/definition";
import { definitions } from "@/shared/records/registry";

export function ConvertedInto({ lead }: { lead: Lead }) {
  const { t } = useTranslation();
  const links = [
    { def: definitions.opportunity, id: lead.converted_opportunity },
    { def: definitions.contact, id: lead.converted_contact },
    { def: definitions.company, id: lead.converted_company },
  ].flatMap(({ def, id }) => (id ? [{ def, id }] : []));
  const found = useQueries({
    queries: links.map(({ def, id }) => ({
      queryKey: [def.collection, "record", id],
      queryFn: () => callsOf(def.collection).get(id),
    })),
  });
  if (links.length === 0) return null;
  return (
    <section aria-label={t("record.lead.converted_into")} className="border-t px-5 py-3">
      <h2 className="mb-1 flex h-8 items-center text-xs font-semibold text-faint">
        {t("record.lead.converted_into")}
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
                  <span className="min-w-0 flex-1 truncate">{titleOf(def, record)}</span>
                  <span className="text-xs text-faint">{t(def.one)}</span>
                </Link>
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}
