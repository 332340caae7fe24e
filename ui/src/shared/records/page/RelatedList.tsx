/** Records that belong to the one on the page: the first few, how many there are, and adding another. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { collections } from "@/shared/api/collections";
import type { ListQuery, Page, RecordOf } from "@/shared/api/types";
import { Avatar } from "@/shared/components/Avatar";
import { IconButton } from "@/shared/components/Button";
import { Skeleton } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { openCreate } from "../create/dialogs";
import { type RecordDef, titleOf } from "../definition";

interface RelatedListProps<C extends keyof RecordOf> {
  def: RecordDef & { collection: C };
  query: ListQuery;
  preset: Record<string, unknown>;
  hint: (record: RecordOf[C]) => ReactNode;
}

const SHOWN = 8;

export function RelatedList<C extends keyof RecordOf>({ def, query, preset, hint }: RelatedListProps<C>) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useQuery({
    queryKey: [def.collection, "related", query],
    queryFn: () =>
      collections[def.collection].list({ ...query, page_size: SHOWN }) as Promise<Page<RecordOf[C]>>,
  });
  const rows = list.data?.results ?? [];
  const rest = (list.data?.count ?? 0) - rows.length;
  return (
    <section aria-label={t(def.many)} className="border-t px-5 py-3">
      <div className="flex h-8 items-center gap-2">
        <h2 className="text-xs font-semibold text-faint">{t(def.many)}</h2>
        {list.data && <span className="num text-xs text-faint">{format.number(list.data.count)}</span>}
        <IconButton
          label={t(def.create)}
          onClick={() => openCreate(def.type, preset)}
          className="-mr-2 ml-auto size-7!"
        >
          <Plus size={14} />
        </IconButton>
      </div>
      {list.isPending && <Skeleton className="my-2 h-4 w-40" />}
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <Link
              to={def.path}
              params={{ id: row.id }}
              className="-mx-2 flex h-8 items-center gap-2 rounded-md px-2 hover:bg-hover"
            >
              {def.type !== "opportunity" && (
                <Avatar name={titleOf(def, row)} square={def.type !== "contact"} />
              )}
              <span className="min-w-0 flex-1 truncate">{titleOf(def, row)}</span>
              <span className="shrink-0 text-xs text-muted">{hint(row)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {list.isSuccess && rows.length === 0 && <p className="pb-1 text-faint">{t("record.none_yet")}</p>}
      {rest > 0 && (
        <p className="num pt-1 text-xs text-faint">
          {t("record.and_more", { count: rest, shown: format.number(rest) })}
        </p>
      )}
    </section>
  );
}
