/** The areas that the sidebar, the palette and the "g" shortcuts lead to. */
import {
  Building2,
  CircleCheck,
  Columns3,
  type LucideIcon,
  Sparkle,
  Sun,
  Target,
  TrendingUp,
  UserRound,
} from "lucide-react";
import type { TKey } from "@/shared/i18n/keys";

export interface Area {
  to:
    | "/today"
    | "/companies"
    | "/contacts"
    | "/leads"
    | "/pipeline"
    | "/forecast"
    | "/opportunities"
    | "/tasks";
  label: TKey;
  icon: LucideIcon;
  keys: string;
}

export const AREAS: readonly Area[] = [
  { to: "/today", label: "app.nav.today", icon: Sun, keys: "g t" },
  { to: "/pipeline", label: "app.nav.pipeline", icon: Columns3, keys: "g p" },
  { to: "/forecast", label: "app.nav.forecast", icon: TrendingUp, keys: "g f" },
  { to: "/opportunities", label: "app.nav.opportunities", icon: Target, keys: "g o" },
  { to: "/leads", label: "app.nav.leads", icon: Sparkle, keys: "g l" },
  { to: "/contacts", label: "app.nav.contacts", icon: UserRound, keys: "g c" },
  { to: "/companies", label: "app.nav.companies", icon: Building2, keys: "g b" },
  { to: "/tasks", label: "app.nav.tasks", icon: CircleCheck, keys: "g k" },
];
