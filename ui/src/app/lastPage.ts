/** The page that was open last in this window, for the next start of the desktop app. */
import { readStored, writeStored } from "@/shared/hooks/stored";

export function lastPage(): string {
  const page = readStored<string>("last_page", "/today");
  return page.startsWith("/") && page !== "/" ? page : "/today";
}

export function rememberPage(href: string): void {
  writeStored("last_page", href);
}
