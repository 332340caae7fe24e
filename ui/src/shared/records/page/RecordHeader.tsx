/** The name of a record in large, edited in place where the name is a field of its own. */
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { AnyRecord } from "@/shared/api/types";
import { Avatar } from "@/shared/components/Avatar";
import { fieldOf, type RecordDef, textOf, titleOf } from "../definition";
import { useUpdate } from "../useUpdate";

export function RecordHeader({ def, record }: { def: RecordDef; record: AnyRecord }) {
  const title = titleOf(def, record);
  const editable = !fieldOf(def, def.title)?.readOnly;
  const subtitle = [textOf(record, "job_title"), textOf(record, "company_name") || textOf(record, "domain")]
    .filter(Boolean)
    .join(" · ");
  return (
    <div className="flex items-center gap-4">
      {def.type !== "task" && (
        <Avatar
          name={textOf(record, def.type === "opportunity" ? "company_name" : "name") || title}
          size="lg"
          square={def.type === "company" || def.type === "opportunity"}
        />
      )}
      <div className="min-w-0 flex-1">
        {editable ? (
          <TitleEditor key={record.id} def={def} id={record.id} title={title} />
        ) : (
          <h1 className="selectable truncate text-xl font-semibold">{title}</h1>
        )}
        {subtitle && <p className="selectable truncate text-muted">{subtitle}</p>}
      </div>
    </div>
  );
}

function TitleEditor({ def, id, title }: { def: RecordDef; id: string; title: string }) {
  const { t } = useTranslation();
  const update = useUpdate(def);
  const [draft, setDraft] = useState<string | null>(null);
  const label = t("record.edit_field", { field: t(fieldOf(def, def.title)?.label ?? "field.name") });
  const save = () => {
    const next = draft?.trim();
    if (next && next !== title) update.mutate({ id, values: { [def.title]: next } });
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") save();
    if (event.key === "Escape") {
      event.stopPropagation();
      setDraft(null);
    }
  };
  if (draft === null) {
    return (
      <h1 className="text-xl font-semibold">
        <button
          type="button"
          title={label}
          onClick={() => setDraft(title)}
          className="-mx-1.5 max-w-full truncate rounded-md px-1.5 text-left hover:bg-hover"
        >
          {title}
        </button>
      </h1>
    );
  }
  return (
    <>
      <h1 className="sr-only">{title}</h1>
      <input
        // biome-ignore lint/a11y/noAutofocus: opened by the user's own click on the name
        autoFocus
        aria-label={label}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={save}
        onKeyDown={onKeyDown}
        className="-mx-1.5 w-full rounded-md bg-sunken px-1.5 text-xl font-semibold"
      />
    </>
  );
}
