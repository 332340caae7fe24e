/** Shown in a browser that has not opened the sign-in link yet. */
import { KeyRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/components/States";

export function SignInNeeded() {
  const { t } = useTranslation();
  return (
    <main className="h-full">
      <EmptyState icon={<KeyRound size={20} />} title={t("app.sign_in_title")} text={t("app.sign_in_text")} />
    </main>
  );
}
