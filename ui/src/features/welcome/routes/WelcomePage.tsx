/** The first start: bring your data, try it with sample data, or begin with nothing. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { FileUp, type LucideIcon, Sparkles, SquarePen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { answer, client } from "@/shared/api/client";
import { usePatchSettings } from "@/shared/prefs/settings";
import { useUndo } from "@/shared/undo/useUndo";

export function WelcomePage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const undo = useUndo();
  const settings = usePatchSettings();
  const enter = async (to: "/today" | "/pipeline" | "/settings/sync") => {
    await settings.mutateAsync({ onboarded: true });
    await queryClient.invalidateQueries();
    navigate({ to });
  };
  const sample = useMutation({
    mutationFn: () => answer(client.POST("/api/core/sample_data/")),
    onSuccess: () => enter("/pipeline"),
    onError: (error) => undo.fail(t("app.welcome.sample_failed"), error),
  });
  return (
    <main className="flex h-full flex-col items-center justify-center overflow-y-auto bg-subtle p-8">
      <img src="/favicon.svg" alt="" className="mb-6 size-12" />
      <h1 className="text-2xl font-semibold tracking-tight">{t("app.welcome.title")}</h1>
      <p className="mt-2 mb-10 max-w-120 text-center text-md text-muted">{t("app.welcome.text")}</p>
      <div className="grid w-full max-w-200 grid-cols-1 gap-4 min-[760px]:grid-cols-3">
        <Choice
          icon={FileUp}
          primary
          title={t("app.welcome.import_title")}
          text={t("app.welcome.import_text")}
          onClick={() => navigate({ to: "/import" })}
        />
        <Choice
          icon={Sparkles}
          busy={sample.isPending}
          title={t("app.welcome.sample_title")}
          text={t("app.welcome.sample_text")}
          onClick={() => sample.mutate()}
        />
        <Choice
          icon={SquarePen}
          title={t("app.welcome.empty_title")}
          text={t("app.welcome.empty_text")}
          onClick={() => enter("/today")}
        />
      </div>
      <p className="mt-8 flex flex-wrap justify-center gap-x-2 text-muted">
        {t("app.welcome.join")}
        <button
          type="button"
          onClick={() => enter("/settings/sync")}
          className="rounded-sm font-medium text-accent-text hover:underline"
        >
          {t("app.welcome.join_link")}
        </button>
      </p>
      <p className="mt-4 text-xs text-faint">{t("app.welcome.local")}</p>
    </main>
  );
}

interface ChoiceProps {
  icon: LucideIcon;
  title: string;
  text: string;
  primary?: boolean;
  busy?: boolean;
  onClick: () => void;
}

function Choice({ icon: Icon, title, text, primary, busy, onClick }: ChoiceProps) {
  return (
    <button
      type="button"
      disabled={busy}
      aria-busy={busy || undefined}
      onClick={onClick}
      className="group flex flex-col items-start rounded-xl border bg-surface p-5 text-left shadow-card transition-shadow hover:border-accent-line hover:shadow-pop disabled:opacity-60"
    >
      <span
        className={
          primary
            ? "mb-4 flex size-9 items-center justify-center rounded-lg bg-accent text-accent-fg"
            : "mb-4 flex size-9 items-center justify-center rounded-lg bg-accent-soft text-accent-text"
        }
      >
        <Icon size={18} />
      </span>
      <span className="text-md font-semibold">{title}</span>
      <span className="mt-1 text-muted">{text}</span>
    </button>
  );
}
