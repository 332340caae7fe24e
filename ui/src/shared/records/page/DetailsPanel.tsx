/** A record's fields in groups, each edited in place. */

import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AnyRecord, Opportunity } from "@/shared/api/types";
import { Button } from "@/shared/components/Button";
import { useFormat } from "@/shared/format/useFormat";
import { type FieldDef, type FieldGroup, fieldOf, isEmpty, type RecordDef } from "../definition";
import { InlineField } from "../fields/InlineField";
import { pipelinesQuery } from "../pipelines";
import { useMoveStage } from "../stage/useMoveStage";
import { useUpdate } from "../useUpdate";

export function DetailsPanel({ def, record }: { def: RecordDef; record: AnyRecord }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queryClient = useQueryClient();
  const update = useUpdate(def);
  const move = useMoveStage();
  const save = (field: FieldDef, value: unknown) => {
    if (field.kind === "stage") {
      const stages = queryClient
        .getQueryData(pipelinesQuery.queryKey)
        ?.flatMap((each) => (each.id === (record as Opportunity).pipeline ? each.stages : []));
      const stage = stages?.find((each) => each.slug === value);
      if (stage) move({ deal: record as Opportunity, stage });
      return;
    }
    update.mutate({
      id: record.id,
      values: { [field.key]: value },
      message: t("record.field_saved", { field: t(field.label) }),
    });
  };
  return (
    <div className="flex flex-col gap-5 px-5 py-5">
      {def.groups.map((group) => (
        <Group key={group.label} def={def} group={group} record={record} onSave={save} />
      ))}
      <p className="text-xs text-faint">
        {t("record.created_on", { date: format.instant(record.created_at) })}
      </p>
    </div>
  );
}

interface GroupProps {
  def: RecordDef;
  group: FieldGroup;
  record: AnyRecord;
  onSave: (field: FieldDef, value: unknown) => void;
}

function Group({ def, group, record, onSave }: GroupProps) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const fields = group.fields.flatMap((key) => fieldOf(def, key) ?? []);
  if (group.folds && !opened && fields.every((field) => isEmpty(field, record))) {
    return (
      <Button
        variant="ghost"
        icon={<Plus size={14} />}
        onClick={() => setOpened(true)}
        className="-mx-2 justify-start! px-2!"
      >
        {t("record.add_group", { group: t(group.label) })}
      </Button>
    );
  }
  return (
    <section aria-label={t(group.label)}>
      <h2 className="mb-1.5 text-xs font-semibold text-faint">{t(group.label)}</h2>
      {fields.map((field) => (
        <InlineField key={field.key} field={field} record={record} onSave={(value) => onSave(field, value)} />
      ))}
    </section>
  );
}
