/** The top bar of a list: name and count, search, order, columns, new. */
import { ArrowUpDown, Columns3, ListFilter, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/shared/components/Button";
import { Menu, MenuCheck, MenuItem, MenuLabel } from "@/shared/components/Menu";
import { PageHeader } from "@/shared/components/PageHeader";
import { SearchField } from "@/shared/components/SearchField";
import { Tooltip } from "@/shared/components/Tooltip";
import { useFormat } from "@/shared/format/useFormat";
import { openCreate } from "../create/dialogs";
import { fieldOf, type RecordDef } from "../definition";
import type { useColumns } from "./columns";
import { newRule, withRule } from "./filter";
import type { ListSearch } from "./search";

interface ListToolbarProps {
  def: RecordDef;
  count: number | null;
  search: ListSearch;
  onChange: (part: Partial<ListSearch>) => void;
  columns: ReturnType<typeof useColumns>;
}

export function ListToolbar({ def, count, search, onChange, columns }: ListToolbarProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sort = search.sort ?? def.ordering;
  const rules = search.filter?.rules.length ?? 0;
  const addFilter = (key: string) => {
    const field = fieldOf(def, key);
    if (field) onChange({ filter: withRule(search.filter, rules, newRule(field)) });
  };
  return (
    <PageHeader
      title={t(def.many)}
      aside={count !== null && <span className="num text-faint">{format.number(count)}</span>}
    >
      <SearchField
        value={search.q ?? ""}
        onChange={(q) => onChange({ q: q || undefined })}
        label={t("list.search_in", { what: t(def.many) })}
      />
      <Menu
        keepsFocusAway
        trigger={<Button icon={<ListFilter size={14} />}>{t("list.filter")}</Button>}
        align="end"
      >
        <MenuLabel>{t("list.filter_by")}</MenuLabel>
        {def.fields
          .filter((field) => field.filterable)
          .map((field) => (
            <MenuItem key={field.key} onSelect={() => addFilter(field.key)}>
              {t(field.label)}
            </MenuItem>
          ))}
      </Menu>
      <Menu
        align="end"
        trigger={
          <IconButton label={t("list.sort")}>
            <ArrowUpDown size={16} />
          </IconButton>
        }
      >
        <MenuLabel>{t("list.sort")}</MenuLabel>
        {def.fields
          .filter((field) => field.sortable)
          .map((field) => (
            <MenuCheck
              key={field.key}
              checked={sort.replace("-", "") === field.key}
              onChange={() => onChange({ sort: sort === field.key ? `-${field.key}` : field.key })}
            >
              {t(field.label)}
            </MenuCheck>
          ))}
      </Menu>
      <Menu
        align="end"
        trigger={
          <IconButton label={t("list.columns")}>
            <Columns3 size={16} />
          </IconButton>
        }
      >
        <MenuLabel>{t("list.columns")}</MenuLabel>
        {columns.all
          .filter((column) => !column.fixed)
          .map((column) => (
            <MenuCheck
              key={column.key}
              checked={column.shown}
              onChange={() => columns.toggle(column.key, !column.shown)}
            >
              {t(column.label)}
            </MenuCheck>
          ))}
      </Menu>
      <Tooltip label={t(def.create)} shortcut="n">
        <Button variant="primary" icon={<Plus size={16} />} onClick={() => openCreate(def.type)}>
          {t("common.new")}
        </Button>
      </Tooltip>
    </PageHeader>
  );
}
