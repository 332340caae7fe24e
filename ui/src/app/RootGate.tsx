/** Waits until the server side answers and knows us, then applies the user's look and shows the page. */
import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { isUnauthorized } from "@/shared/api/errors";
import { ErrorState } from "@/shared/components/States";
import { Toaster } from "@/shared/components/Toaster";
import { host } from "@/shared/host/current";
import { settingsQuery } from "@/shared/prefs/settings";
import { SignInNeeded } from "./SignInNeeded";
import { useAppearance } from "./useAppearance";

export function RootGate() {
  const settings = useQuery(settingsQuery);
  useAppearance();
  const answered = !settings.isPending;
  useEffect(() => {
    // The page is in the document now. Not an animation frame: a window still hidden draws none.
    if (answered) setTimeout(() => host.ready());
  }, [answered]);
  if (settings.isError) {
    return isUnauthorized(settings.error) ? (
      <SignInNeeded />
    ) : (
      <ErrorState error={settings.error} onRetry={() => settings.refetch()} />
    );
  }
  if (settings.isPending) return null;
  return (
    <>
      <Outlet />
      <Toaster />
    </>
  );
}
