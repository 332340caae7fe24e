/** Who did something, as people say it: "me" is the user, "api:NAME" a program with that token. */
import { useTranslation } from "react-i18next";

export function useActorName() {
  const { t } = useTranslation();
  return (actor: string): string => {
    if (actor === "me") return t("common.you");
    return actor.startsWith("api:") ? actor.slice("api:".length) : actor;
  };
}
