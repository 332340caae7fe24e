/** Saving what the API draws or prints, in the language of the screen. */
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { showToast } from "@/shared/components/toasts";
import { host } from "@/shared/host/current";

export function fileName(title: string, ending: string): string {
  return `${title.replaceAll(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}.${ending}`;
}

export function useSaveAnswer() {
  const { t, i18n } = useTranslation();
  return async (path: string, query: Record<string, string | number | undefined>, name: string) => {
    const given = Object.entries({ ...query, language: i18n.language }).filter(
      ([, value]) => value !== undefined,
    );
    const parameters = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
    try {
      await host.saveAnswer(`${path}?${parameters}`, name);
    } catch (error) {
      showToast({ tone: "danger", title: t("chart.not_saved"), text: messageOf(error) });
    }
  };
}
