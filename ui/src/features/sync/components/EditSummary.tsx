/** One edit: which record, what was done with it, when, and the values. */
import { useTranslation } from "react-i18next";
import { Time } from "@/shared/components/Time";
import { ChangeList } from "@/shared/records/timeline/ChangeList";
import type { SyncEdit } from "@/shared/sync/types";
import { useActionText } from "@/shared/undo/useActionText";
import { readableFields, titleOf } from "../model/edits";
import { RecordName } from "./RecordName";

/** A created record has all its fields; the first ones say which it is. */
const SHOWN = 4;

export function EditSummary({ edit }: { edit: SyncEdit }) {
  const { t } = useTranslation();
  const text = useActionText();
  const fields = readableFields(edit);
  const [first, rest] = [fields.slice(0, SHOWN), fields.slice(SHOWN)];
  return (
    <div className="min-w-0 flex-1">
      <div className="flex flex-wrap items-center gap-x-2">
        <RecordName record={edit.record} title={titleOf(edit)} />
        <span className="text-muted">{t(`sync.did.${edit.kind}`)}</span>
        <Time value={edit.at} className="num ml-auto pl-2 text-xs text-faint" />
      </div>
      {/* A card that was only moved has nothing to read but what was done. */}
      {fields.length === 0 && edit.kind === "change" && <p className="text-muted">{text.action(edit)}</p>}
      {first.length > 0 && <ChangeList changes={first} currency={edit.currency ?? null} />}
      {rest.length > 0 && (
        <details>
          <summary className="w-fit rounded-sm text-accent-text hover:underline">
            {t("sync.more_fields", { count: rest.length })}
          </summary>
          <ChangeList changes={rest} currency={edit.currency ?? null} />
        </details>
      )}
    </div>
  );
}
