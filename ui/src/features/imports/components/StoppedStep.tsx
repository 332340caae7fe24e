/** An import that was cancelled or failed: what was kept, and trying again. */
import { CircleSlash, TriangleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { EmptyState } from "@/shared/components/States";
import { useUndo } from "@/shared/undo/useUndo";
import { type Import, useChangeImport } from "../api/imports";

export function StoppedStep({ made }: { made: Import }) {
  const { t } = useTranslation();
  const undo = useUndo();
  const change = useChangeImport(made.id);
  const failed = made.status === "failed";
  const { change_set: changeSet } = made;
  return (
    <EmptyState
      icon={failed ? <TriangleAlert size={20} /> : <CircleSlash size={20} />}
      title={t(failed ? "import.failed_title" : "import.cancelled_title")}
      text={[made.message, t(changeSet ? "import.partly_written" : "import.nothing_kept")]
        .filter(Boolean)
        .join(" ")}
      action={
        <div className="flex gap-2">
          {changeSet && <Button onClick={() => undo.undo(changeSet)}>{t("import.undo")}</Button>}
          <Button
            variant="primary"
            busy={change.isPending}
            onClick={() => change.mutate({ mapping: made.mapping })}
          >
            {t("import.back_to_columns")}
          </Button>
        </div>
      }
    />
  );
}
