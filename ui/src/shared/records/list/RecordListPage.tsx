/** A list of one kind of record: toolbar, filters, rows, and what to do with the selected ones. */
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { EmptyState, ErrorState } from "@/shared/components/States";
import { useFormat } from "@/shared/format/useFormat";
import { openCreate } from "../create/dialogs";
import type { RecordDef } from "../definition";
import { useDelete } from "../useDelete";
import { BulkBar } from "./BulkBar";
import { BulkEditDialog } from "./BulkEditDialog";
import { useColumns } from "./columns";
import { FilterBar } from "./FilterBar";
import { toWire } from "./filter";
import { ListToolbar } from "./ListToolbar";
import { RecordTable } from "./RecordTable";
import { useListSearch } from "./search";
import { useGridCursor } from "./useGridCursor";
import { useListCommands } from "./useListCommands";
import { useRecords } from "./useRecords";

export function RecordListPage({ def }: { def: RecordDef }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const format = useFormat();
  const [search, change] = useListSearch();
  const startOf = (civil: string) => format.instantAt(civil, 0);
  const sort = search.sort ?? def.ordering;
  const filter = toWire(search.filter, def.fields, startOf);
  const query = useMemo(
    () => ({ ordering: sort, ...(search.q ? { search: search.q } : {}), ...(filter ? { filter } : {}) }),
    [sort, search.q, filter],
  );
  const records = useRecords(def, query);
  const columns = useColumns(def);
  const remove = useDelete(def);
  const rowIds = useMemo(() => records.rows.map((row) => row.id), [records.rows]);
  const open = useCallback((id: string) => navigate({ to: def.path, params: { id } }), [navigate, def.path]);
  const place = `${def.type} ${JSON.stringify(query)}`;
  const cursor = useGridCursor({ place, rowIds, onOpen: open, onDelete: remove.mutate });
  const { fetchNextPage, isFetchingNextPage } = records;
  const nearEnd = useCallback(() => {
    if (!isFetchingNextPage) fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage]);
  useListCommands(def);
  const [editing, setEditing] = useState(false);

  const narrowed = Boolean(search.q || filter);
  const empty = records.isSuccess && records.rows.length === 0;
  return (
    <>
      <ListToolbar def={def} count={records.count} search={search} onChange={change} columns={columns} />
      <FilterBar def={def} filter={search.filter} onChange={(next) => change({ filter: next })} />
      {records.isError && !records.data ? (
        <ErrorState error={records.error} onRetry={() => records.refetch()} />
      ) : empty && narrowed ? (
        <EmptyState
          title={t("list.no_match_title")}
          text={t("list.no_match_text")}
          action={
            <Button onClick={() => change({ q: undefined, filter: undefined })}>
              {t("list.clear_filters")}
            </Button>
          }
        />
      ) : empty ? (
        <EmptyState
          icon={<def.icon size={20} />}
          title={t(def.empty.title)}
          text={t(def.empty.text)}
          action={
            <Button variant="primary" icon={<Plus size={16} />} onClick={() => openCreate(def.type)}>
              {t(def.create)}
            </Button>
          }
        />
      ) : (
        <RecordTable
          def={def}
          rows={records.rows}
          count={records.count}
          columns={columns.shown}
          cursor={cursor}
          sort={sort}
          hasMore={records.hasNextPage}
          loading={records.isPending}
          onSort={(next) => change({ sort: next })}
          onNearEnd={nearEnd}
        />
      )}
      <BulkBar
        count={cursor.selection.ids.size}
        onClear={cursor.clear}
        onEdit={() => setEditing(true)}
        onDelete={() => {
          remove.mutate(cursor.selection.ids);
          cursor.clear();
        }}
      />
      {editing && (
        <BulkEditDialog
          def={def}
          ids={cursor.selection.ids}
          onClose={() => setEditing(false)}
          onDone={() => {
            setEditing(false);
            cursor.clear();
          }}
        />
      )}
    </>
  );
}
