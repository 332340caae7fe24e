/** One edit: which record, what was done with it, when, and the values. */
import { useTranslation } from "react-i18next";
import { Time } from "@/shared/components/Time";
import { isNothing } from "@/shared/records/fields/useShownValue";
import { ChangeList } from "@/shared/records/timeline/ChangeList";
import type { SyncEdit } from "@/shared/sync/types";
import { RecordName } from "./RecordName";

/** A created record has all its fields; the first ones say which it is. */
const SHOWN = 4;

export function EditSummary({ edit }: { edit: SyncEdit }) {
  const { t } = useTranslation();
  const fields = edit.fields.filter((field) => !isNothing(field.old) || !isNothing(field.new));
  const [first, rest] = [fields.slice(0, SHOWN), fields.slice(SHOWN)];
  return (
    <div className="min-w-0 flex-1">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <RecordName record={edit.record} />
        <span className="text-muted">{t(`sync.did.${edit.kind}`)}</span>
        <Time value={edit.at} className="num ml-auto pl-2 text-xs text-faint" />
      </div>
      {edit.kind !== "delete" && <ChangeList changes={first} />}
      {edit.kind !== "delete" && rest.length > 0 && (
        <details>
          <summary className="w-fit rounded-sm text-accent-text hover:underline">
            {t("sync.more_fields", { count: rest.length })}
          </summary>
          <ChangeList changes={rest} />
        </details>
      )}
    </div>
  );
}
