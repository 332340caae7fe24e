/** Shows the toasts and reads them out. Pointing at one, or focusing it, keeps it. */
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "@/shared/hooks/store";
import { Dot } from "./Badge";
import { Button, IconButton } from "./Button";
import { dismissToast, type Toast, toasts } from "./toasts";

const SHOWN_MS = 7000;

function ToastRow({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  return (
    <li
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex w-fit max-w-130 animate-rise items-center gap-3 rounded-lg bg-raised py-1.5 pr-1.5 pl-3.5 shadow-pop"
    >
      <Dot tone={toast.tone} />
      <div className="min-w-0 py-1">
        <p className="font-medium">{toast.title}</p>
        {toast.text && <p className="text-muted">{toast.text}</p>}
      </div>
      <div className="flex items-center gap-1">
        {toast.action && (
          <Button
            variant="ghost"
            className="text-accent-text!"
            onClick={() => {
              toast.action?.run();
              dismissToast(toast.id);
            }}
          >
            {toast.action.label}
          </Button>
        )}
        <IconButton label={t("common.dismiss")} onClick={() => dismissToast(toast.id)}>
          <X size={14} />
        </IconButton>
      </div>
    </li>
  );
}

export function Toaster() {
  const { t } = useTranslation();
  const shown = useStore(toasts);
  return (
    <section
      aria-label={t("common.notifications")}
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-5 z-50 flex justify-center"
    >
      <ol className="flex flex-col items-center gap-2">
        {shown.map((toast) => (
          <ToastRow key={toast.id} toast={toast} />
        ))}
      </ol>
    </section>
  );
}
