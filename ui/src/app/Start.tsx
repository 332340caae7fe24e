/** The address "/": first start goes to the welcome, the desktop back to its last page, others to Today. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { host } from "@/shared/host/current";
import { useSettings } from "@/shared/prefs/settings";
import { statusQuery } from "@/shared/prefs/status";
import { lastPage } from "./lastPage";

export function Start() {
  const router = useRouter();
  const status = useQuery(statusQuery);
  const { onboarded } = useSettings();
  useEffect(() => {
    if (status.isPending) return;
    if (status.data?.first_start && !onboarded) router.navigate({ to: "/welcome", replace: true });
    else router.history.replace(host.kind === "desktop" ? lastPage() : "/today");
  }, [status.isPending, status.data, onboarded, router]);
  return null;
}
