/** Adds deals to a column one after another: type a name, press Enter. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
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
  const input = useRef<HTMLInputElement>(null);
  const add = useMutation({
    mutationFn: (text: string) =>
      collections.opportunities.create({ name: text, pipeline, stage: column.slug }),
    onSuccess: ({ data, changeSet }) => {
      queryClient.invalidateQueries({ queryKey: ["opportunities"] });
      undo.announce(t("record.created", { name: data.name }), changeSet);
    },
    onError: (error, text) => {
      setName((typed) => typed || text);
      undo.fail(t("pipeline.add_failed", { name: text }), error);
    },
    // Left while it was being saved, and nothing more to add.
    onSettled: (_data, error) => {
      const box = input.current;
      if (!error && box && box.value === "" && document.activeElement !== box) onClose();
    },
    // One after the other, so that they stand in the column as they were typed.
    scope: { id: `quick-add-${column.id}` },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    // Emptied at once: Enter again saves the next name and not this one twice.
    setName("");
    add.mutate(name.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return (
    <form onSubmit={submit} className="px-2 pt-1 pb-1">
      <input
        ref={input}
        // biome-ignore lint/a11y/noAutofocus: opened by the user's own click on the plus sign
        autoFocus
        aria-label={t("pipeline.add_to", { stage: column.name })}
        placeholder={t("pipeline.quick_add")}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => !name.trim() && !add.isPending && onClose()}
        className="field"
      />
    </form>
  );
}
