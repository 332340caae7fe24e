/** An address that leads nowhere. */
import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "@/shared/components/States";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="h-full">
      <EmptyState
        icon={<Compass size={20} />}
        title={t("app.not_found_title")}
        text={t("app.not_found_text")}
        action={
          <Link to="/today" className="font-medium text-accent-text underline">
            {t("app.go_today")}
          </Link>
        }
      />
    </main>
  );
}
