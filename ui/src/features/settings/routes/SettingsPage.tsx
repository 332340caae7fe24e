/** Settings: sections on the left, the chosen one beside them. */
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PageHeader } from "@/shared/components/PageHeader";
import { ScrollRegion } from "@/shared/components/ScrollRegion";
import { AboutSection } from "../components/AboutSection";
import { AppearanceSection } from "../components/AppearanceSection";
import { CurrenciesSection } from "../components/CurrenciesSection";
import { DataSection } from "../components/DataSection";
import { HistorySection } from "../components/HistorySection";
import { PipelinesSection } from "../components/PipelinesSection";
import { ProfileSection } from "../components/ProfileSection";
import { SyncSection } from "../components/sync/SyncSection";
import { TokensSection } from "../components/TokensSection";

const SECTIONS = {
  profile: ProfileSection,
  appearance: AppearanceSection,
  pipelines: PipelinesSection,
  currencies: CurrenciesSection,
  sync: SyncSection,
  data: DataSection,
  tokens: TokensSection,
  history: HistorySection,
  about: AboutSection,
};
type Section = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as Section[];

export function SettingsPage() {
  const { t } = useTranslation();
  const wanted = useParams({ from: "/shell/settings/$section", select: (params) => params.section });
  const section = NAMES.find((name) => name === wanted) ?? "profile";
  const Content = SECTIONS[section];
  return (
    <>
      <PageHeader title={t("app.nav.settings")} />
      <div className="flex min-h-0 flex-1 narrow:flex-col">
        <nav
          aria-label={t("app.nav.settings")}
          className="flex w-48 shrink-0 flex-col gap-0.5 border-r p-3 narrow:w-auto narrow:flex-row narrow:overflow-x-auto narrow:border-r-0 narrow:border-b narrow:p-2"
        >
          {NAMES.map((name) => (
            <Link
              key={name}
              to="/settings/$section"
              params={{ section: name }}
              className="flex h-8 items-center rounded-md px-2.5 text-muted hover:bg-hover hover:text-fg data-[status=active]:bg-active data-[status=active]:font-medium data-[status=active]:text-fg"
            >
              {t(`settings.sections.${name}`)}
            </Link>
          ))}
        </nav>
        <ScrollRegion key={section} label={t(`settings.sections.${section}`)} className="min-w-0 flex-1">
          <div className="max-w-190 px-8 pt-6 pb-16 narrow:px-5">
            <h2 className="mb-5 text-lg font-semibold">{t(`settings.sections.${section}`)}</h2>
            <Content />
          </div>
        </ScrollRegion>
      </div>
    </>
  );
}
