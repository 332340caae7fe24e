/** Keys for scripts that use the local API. A key is shown once, when it is made. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { client, data } from "@/shared/api/client";
import { messageOf } from "@/shared/api/errors";
import { Badge } from "@/shared/components/Badge";
import { Button } from "@/shared/components/Button";
import { Select } from "@/shared/components/Select";
import { Time } from "@/shared/components/Time";
import { useKeptFocus } from "@/shared/hooks/useKeptFocus";
import { ShownOnce } from "./ShownOnce";

const SCOPES = ["read", "write", "admin"] as const;
const KEY = ["tokens"];

export function TokensSection() {
  const keptFocus = useKeptFocus();
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<(typeof SCOPES)[number]>("read");
  const tokens = useQuery({
    queryKey: KEY,
    queryFn: async () => (await data(client.GET("/api/core/tokens/"))).results,
  });
  const refresh = () => queryClient.invalidateQueries({ queryKey: KEY });
  const create = useMutation({
    mutationFn: () => data(client.POST("/api/core/tokens/", { body: { name: name.trim(), scope } })),
    onSuccess: () => {
      setName("");
      refresh();
    },
  });
  const revoke = useMutation({
    mutationFn: (id: string) => data(client.DELETE("/api/core/tokens/{id}/", { params: { path: { id } } })),
    onSettled: refresh,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() && !create.isPending) create.mutate();
  };
  const error = create.error ?? revoke.error;
  return (
    <>
      <p className="mb-4 text-muted">{t("settings.tokens.text")}</p>
      <form onSubmit={submit} className="flex gap-2">
        <input
          aria-label={t("settings.tokens.name")}
          placeholder={t("settings.tokens.name")}
          className="field"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="w-40 shrink-0">
          <Select
            label={t("settings.tokens.scope")}
            value={scope}
            onChange={(next) => setScope(next as typeof scope)}
            options={SCOPES.map((value) => ({ value, label: t(`enum.scope.${value}`) }))}
          />
        </div>
        <Button type="submit" variant="primary" busy={create.isPending} disabled={!name.trim()}>
          {t("settings.tokens.create")}
        </Button>
      </form>
      {error && (
        <p role="alert" className="mt-2 text-danger-text">
          {messageOf(error)}
        </p>
      )}
      {create.data && <ShownOnce note={t("settings.tokens.shown_once")} value={create.data.token} />}
      <ul ref={keptFocus} className="mt-5">
        {tokens.data?.map((token) => (
          <li key={token.id} className="flex min-h-12 items-center gap-3 border-b py-2">
            <span className="min-w-0 flex-1 truncate font-medium">{token.name}</span>
            <Badge>{t(`enum.scope.${token.scope}`)}</Badge>
            <span className="w-32 text-right text-xs text-muted">
              {token.last_used_at ? <Time value={token.last_used_at} /> : t("settings.tokens.never_used")}
            </span>
            <Button variant="ghost" onClick={() => revoke.mutate(token.id)} className="text-danger-text!">
              {t("settings.tokens.revoke")}
            </Button>
          </li>
        ))}
      </ul>
      {tokens.data?.length === 0 && <p className="text-faint">{t("settings.tokens.none")}</p>}
    </>
  );
}
