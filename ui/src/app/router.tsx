/** Every address of the app. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { z } from "zod";
import { CompaniesPage } from "@/features/companies/routes/CompaniesPage";
import { CompanyPage } from "@/features/companies/routes/CompanyPage";
import { ContactPage } from "@/features/contacts/routes/ContactPage";
import { ContactsPage } from "@/features/contacts/routes/ContactsPage";
import { accuracySearch, forecastSearch } from "@/features/forecast/model/search";
import { ImportPage } from "@/features/imports/routes/ImportPage";
import { ImportStartPage } from "@/features/imports/routes/ImportStartPage";
import { LeadPage } from "@/features/leads/routes/LeadPage";
import { LeadsPage } from "@/features/leads/routes/LeadsPage";
import { OpportunitiesPage } from "@/features/opportunities/routes/OpportunitiesPage";
import { OpportunityPage } from "@/features/opportunities/routes/OpportunityPage";
import { PipelinePage } from "@/features/pipeline/routes/PipelinePage";
import { SettingsPage } from "@/features/settings/routes/SettingsPage";
import { syncSearch } from "@/features/sync/model/tabs";
import { SyncPage } from "@/features/sync/routes/SyncPage";
import { TaskPage } from "@/features/tasks/routes/TaskPage";
import { TasksPage } from "@/features/tasks/routes/TasksPage";
import { TodayPage } from "@/features/today/routes/TodayPage";
import { WelcomePage } from "@/features/welcome/routes/WelcomePage";
import { periodSchema } from "@/shared/analytics/scope";
import { listSearchSchema } from "@/shared/records/list/search";
import { NotFound } from "./NotFound";
import { RootGate } from "./RootGate";
import { RouteCrash } from "./RouteCrash";
import { Shell } from "./Shell";
import { Start } from "./Start";

const root = createRootRoute({
  component: RootGate,
  notFoundComponent: NotFound,
  errorComponent: RouteCrash,
});
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });

const boardSearch = z.object({
  pipeline: z.string().optional().catch(undefined),
  owner: z.string().optional().catch(undefined),
  q: z.string().optional().catch(undefined),
});

const inShell = { getParentRoute: () => shell } as const;
const list = { ...inShell, validateSearch: listSearchSchema } as const;

// The screens with charts come when they are first opened: the window stands sooner without them.
const pages = shell.addChildren([
  createRoute({ ...inShell, path: "/today", component: TodayPage }),
  createRoute({ ...list, path: "/companies", component: CompaniesPage }),
  createRoute({ ...inShell, path: "/companies/$id", component: CompanyPage }),
  createRoute({ ...list, path: "/contacts", component: ContactsPage }),
  createRoute({ ...inShell, path: "/contacts/$id", component: ContactPage }),
  createRoute({ ...list, path: "/leads", component: LeadsPage }),
  createRoute({ ...inShell, path: "/leads/$id", component: LeadPage }),
  createRoute({ ...inShell, path: "/pipeline", component: PipelinePage, validateSearch: boardSearch }),
  createRoute({
    ...inShell,
    path: "/pipeline/analytics",
    component: lazyRouteComponent(() => import("@/features/pipeline/routes/AnalyticsPage"), "AnalyticsPage"),
    validateSearch: periodSchema,
  }),
  createRoute({
    ...inShell,
    path: "/forecast",
    component: lazyRouteComponent(() => import("@/features/forecast/routes/ForecastPage"), "ForecastPage"),
    validateSearch: forecastSearch,
  }),
  createRoute({
    ...inShell,
    path: "/forecast/accuracy",
    component: lazyRouteComponent(() => import("@/features/forecast/routes/AccuracyPage"), "AccuracyPage"),
    validateSearch: accuracySearch,
  }),
  createRoute({ ...list, path: "/opportunities", component: OpportunitiesPage }),
  createRoute({ ...inShell, path: "/opportunities/$id", component: OpportunityPage }),
  createRoute({ ...list, path: "/tasks", component: TasksPage }),
  createRoute({ ...inShell, path: "/tasks/$id", component: TaskPage }),
  createRoute({ ...inShell, path: "/import", component: ImportStartPage }),
  createRoute({ ...inShell, path: "/import/$id", component: ImportPage }),
  createRoute({ ...inShell, path: "/sync", component: SyncPage, validateSearch: syncSearch }),
  createRoute({ ...inShell, path: "/settings/$section", component: SettingsPage }),
]);

const routeTree = root.addChildren([
  createRoute({ getParentRoute: () => root, path: "/", component: Start }),
  createRoute({ getParentRoute: () => root, path: "/welcome", component: WelcomePage }),
  pages,
]);

export const router = createRouter({ routeTree, defaultPreload: false, scrollRestoration: true });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
