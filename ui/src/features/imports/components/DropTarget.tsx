/** Invites a file: dropped anywhere on the window, or chosen here. */
import clsx from "clsx";
import { FileUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { useStore } from "@/shared/hooks/store";
import { host } from "@/shared/host/current";
import { fileOverWindow } from "@/shared/host/drag";
import type { PickedFile } from "@/shared/host/host";

interface DropTargetProps {
  busy: boolean;
  onFile: (file: PickedFile) => void;
}

export function DropTarget({ busy, onFile }: DropTargetProps) {
  const { t } = useTranslation();
  const over = useStore(fileOverWindow);
  const pick = async () => {
    const file = await host.pickImportFile();
    if (file) onFile(file);
  };
  return (
    <div
      className={clsx(
        "flex flex-col items-center rounded-xl border-2 border-dashed px-6 py-14 text-center transition-colors",
        over ? "border-accent bg-accent-soft" : "border-line-strong bg-subtle",
      )}
    >
      <span className="mb-4 flex size-12 items-center justify-center rounded-xl border bg-surface text-accent-text shadow-card">
        <FileUp size={22} />
      </span>
      <h2 className="text-md font-semibold">{t("import.drop_title")}</h2>
      <p className="mt-1 max-w-90 text-muted">{t("import.drop_text")}</p>
      <Button variant="primary" className="mt-5" busy={busy} onClick={pick}>
        {t("import.choose_file")}
      </Button>
    </div>
  );
}
