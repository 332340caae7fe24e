/** Adds deals to a column one after another: type a name, press Enter. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { collections } from "@/shared/api/collections";
import { useUndo } from "@/shared/undo/useUndo";
import type { Column } from "../model/board";

interface QuickAddProps {
  column: Column;
  pipeline: string;
  onClose: () => void;
}

export function QuickAdd({ column, pipeline, onClose }: QuickAddProps) {
  const { t } = useTranslation();
  const undo = useUndo();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const add = useMutation({
    mutationFn: (text: string) =>
      collections.opportunities.create({ name: text, pipeline, stage: column.slug }),
    onSuccess: ({ data, changeSet }) => {
      setName("");
      queryClient.invalidateQueries({ queryKey: ["opportunities"] });
      undo.announce(t("record.created", { name: data.name }), changeSet);
    },
    onError: (error) => undo.fail(t("record.save_failed"), error),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && !add.isPending) add.mutate(name.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    <form onSubmit={submit} className="px-2 pt-1 pb-1">
      <input
        // biome-ignore lint/a11y/noAutofocus: opened by the user's own click on the plus sign
        autoFocus
        aria-label={t("pipeline.add_to", { stage: column.name })}
        placeholder={t("pipeline.quick_add")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => !name.trim() && onClose()}
        className="field"
      />
    </form>
  );
}
