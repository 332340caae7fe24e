/** Asks before an edit that is nowhere else is taken off the list: nothing brings it back. */
import { useTranslation } from "react-i18next";
import { Button } from "@/shared/components/Button";
import { Dialog, DialogActions } from "@/shared/components/Dialog";

interface DismissDialogProps {
  onExport: () => void;
  onDismiss: () => void;
  onClose: () => void;
}

export function DismissDialog({ onExport, onDismiss, onClose }: DismissDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("sync.rejected.dismiss_title")}
      description={t("sync.rejected.dismiss_text")}
    >
      <DialogActions>
        <Button variant="ghost" className="me-auto" onClick={onExport}>
          {t("sync.rejected.export")}
        </Button>
        <Button onClick={onClose}>{t("common.cancel")}</Button>
        <Button variant="danger" onClick={onDismiss}>
          {t("sync.rejected.dismiss")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
