/** Puts together what every screen stands on: data, language, tooltips, routes, events, keys. */
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Tooltip } from "radix-ui";
import { useEffect } from "react";
import { I18nextProvider } from "react-i18next";
import { createQueryClient } from "@/shared/api/cache";
import { listenForKeys } from "@/shared/commands/keys";
import { i18n } from "@/shared/i18n/i18n";
import { followHost } from "./followHost";
import { router } from "./router";

const queryClient = createQueryClient();

export function App() {
  useEffect(() => followHost(queryClient), []);
  useEffect(() => listenForKeys(), []);
  return (
    <QueryClientProvider client={queryClient}>
      <I18nextProvider i18n={i18n}>
        <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
          <RouterProvider router={router} />
        </Tooltip.Provider>
      </I18nextProvider>
    </QueryClientProvider>
  );
}
