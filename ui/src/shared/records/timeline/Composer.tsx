/** Logs a note, call, email or meeting on a record. Ctrl/Cmd-Enter saves. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CalendarDays, Mail, Phone, StickyNote } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { answer, client } from "@/shared/api/client";
import { Button } from "@/shared/components/Button";
import { Kbd } from "@/shared/components/Kbd";
import { Select } from "@/shared/components/Select";
import { useUndo } from "@/shared/undo/useUndo";
import type { RecordDef } from "../definition";
import { useLabels } from "../fields/labels";

const KINDS = [
  { kind: "note", icon: StickyNote },
  { kind: "call", icon: Phone },
  { kind: "email", icon: Mail },
  { kind: "meeting", icon: CalendarDays },
] as const;
const OUTCOMES = ["connected", "no_answer", "left_message", "busy", "wrong_number"];

export function Composer({ def, id }: { def: RecordDef; id: string }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const undo = useUndo();
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<(typeof KINDS)[number]["kind"]>("note");
  const [text, setText] = useState("");
  const [outcome, setOutcome] = useState("connected");

  const log = useMutation({
    mutationFn: () =>
      answer(
        client.POST("/api/activities/", {
          body: { kind, body: text.trim(), [def.type]: id, ...(kind === "call" ? { outcome } : {}) } as never,
        }),
      ),
    onSuccess: ({ changeSet }) => {
      setText("");
      queryClient.invalidateQueries({ queryKey: [def.collection, "timeline", id] });
      undo.announce(t("record.timeline.logged", { what: labels.choice("activity_kind", kind) }), changeSet);
    },
    onError: (error) => undo.fail(t("record.save_failed"), error),
  });
  const canSave = text.trim() !== "" || kind === "call";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (canSave && !log.isPending) log.mutate();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit(event);
  };

  return (
    <form
      onSubmit={submit}
      className="mb-6 rounded-lg border border-line-strong bg-surface shadow-card focus-within:border-accent-line"
    >
      <div
        role="toolbar"
        aria-label={t("record.timeline.log")}
        className="flex flex-wrap items-center gap-1 px-2 pt-2"
      >
        {KINDS.map(({ kind: each, icon: Icon }) => (
          <Button
            key={each}
            variant="ghost"
            aria-pressed={kind === each}
            icon={<Icon size={14} />}
            onClick={() => setKind(each)}
            className={kind === each ? "bg-active! text-fg! px-2.5!" : "px-2.5!"}
          >
            {labels.choice("activity_kind", each)}
          </Button>
        ))}
        {kind === "call" && (
          <div className="ml-auto w-40">
            <Select
              label={t("record.timeline.outcome")}
              value={outcome}
              onChange={setOutcome}
              options={OUTCOMES.map((value) => ({ value, label: labels.choice("outcome", value) }))}
            />
          </div>
        )}
      </div>
      <textarea
        aria-label={t(`record.timeline.write_${kind}`)}
        placeholder={t(`record.timeline.write_${kind}`)}
        data-composer
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        rows={text.includes("\n") || text.length > 80 ? 5 : 2}
        className="w-full resize-none bg-transparent px-3.5 py-2 outline-none"
      />
      <div className="flex items-center justify-end gap-2 px-2 pb-2">
        {text.trim() !== "" && <Kbd keys="mod+enter" />}
        <Button type="submit" variant="primary" disabled={!canSave} busy={log.isPending}>
          {t("record.timeline.save")}
        </Button>
      </div>
    </form>
  );
}
