/** Taking this computer out of the workspace. Nothing here is lost by it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Button } from "@/shared/components/Button";
import { Dialog, DialogActions, DialogBody } from "@/shared/components/Dialog";
import { useFormat } from "@/shared/format/useFormat";
import { useLeave } from "../../api/membership";
import { Part } from "./Part";

export function Leave({ workspace, waiting }: { workspace: string; waiting: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const leave = useLeave();
  const [asking, setAsking] = useState(false);
  return (
    <Part title={t("sync.leave.title")} text={t("sync.leave.text")}>
      <Button className="text-danger-text!" onClick={() => setAsking(true)}>
        {t("sync.leave.ask")}
      </Button>
      {asking && (
        <Dialog
          open
          onClose={() => setAsking(false)}
          title={t("sync.leave.question", { workspace })}
          description={t("sync.leave.stays")}
        >
          <DialogBody>
            {waiting > 0 && (
              <p className="font-medium text-warning-text">
                {t("sync.leave.waiting", { count: waiting, shown: format.number(waiting) })}
              </p>
            )}
            <p className="text-muted">{t("sync.leave.back")}</p>
            {leave.isError && (
              <p role="alert" className="mt-2 text-danger-text">
                {messageOf(leave.error)}
              </p>
            )}
          </DialogBody>
          <DialogActions>
            <Button onClick={() => setAsking(false)}>{t("common.cancel")}</Button>
            <Button variant="danger" busy={leave.isPending} onClick={() => leave.mutate()}>
              {t("sync.leave.confirm")}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </Part>
  );
}
