/** Rows that the server was asked for: grey stand-ins before they come, and why they do not. */
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { messageOf } from "@/shared/api/errors";
import { Button } from "@/shared/components/Button";
import { Skeleton } from "@/shared/components/States";

interface ServerListProps<T> {
  query: UseQueryResult<T[]>;
  /** Whether the server can be asked just now. */
  isOnline: boolean;
  label: string;
  children: (row: T) => ReactNode;
}

export function ServerList<T extends { id: string }>({
  query,
  isOnline,
  label,
  children,
}: ServerListProps<T>) {
  const { t } = useTranslation();
  if (query.data) {
    return (
      <ul aria-label={label} className="border-t">
        {query.data.map((row) => (
          <li key={row.id} className="flex min-h-13 flex-wrap items-center gap-x-3 gap-y-1 border-b py-2">
            {children(row)}
          </li>
        ))}
      </ul>
    );
  }
  if (!isOnline) return <p className="text-faint">{t("sync.needs_server")}</p>;
  if (query.isError) {
    return (
      <div role="alert" className="flex flex-wrap items-center gap-3">
        <p className="selectable text-danger-text">{messageOf(query.error)}</p>
        <Button onClick={() => query.refetch()}>{t("common.try_again")}</Button>
      </div>
    );
  }
  return <Skeleton className="h-13" />;
}
