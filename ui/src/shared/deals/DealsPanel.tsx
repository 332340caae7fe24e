/** The panel at the side that lists the deals behind a figure. The page beside it stays in use. */
import { useLocation } from "@tanstack/react-router";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/shared/components/Button";
import { useFormat } from "@/shared/format/useFormat";
import { useStore } from "@/shared/hooks/store";
import { DealList } from "./DealList";
import { closeDeals, type DealsRequest, dealsRequest, focusOpener } from "./deals";
import { useDealsBehind } from "./useDealsBehind";

export function DealsPanel() {
  const request = useStore(dealsRequest);
  const path = useLocation({ select: (location) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the panel belongs to the page it was opened on
  useEffect(() => closeDeals, [path]);
  return (
    <Radix.Root open={request !== null} onOpenChange={(open) => !open && closeDeals()} modal={false}>
      {request && <Panel request={request} />}
    </Radix.Root>
  );
}

function Panel({ request }: { request: DealsRequest }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useDealsBehind(request);
  const panel = useRef<HTMLDivElement>(null);
  // Another figure was clicked while the panel was open: the keyboard follows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per figure
  useEffect(() => panel.current?.focus(), [request]);
  return (
    <Radix.Portal>
      <Radix.Content
        ref={panel}
        data-inline
        aria-describedby={undefined}
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          panel.current?.focus();
        }}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          focusOpener();
        }}
        onInteractOutside={(event) => event.preventDefault()}
        className="fixed inset-y-0 end-0 z-30 flex w-120 max-w-[calc(100vw-56px)] animate-fade flex-col border-s bg-raised shadow-dialog focus-visible:outline-none"
      >
        <header className="flex items-start gap-3 px-5 pt-3.5 pb-3">
          <div className="min-w-0 flex-1">
            <Radix.Title className="truncate text-md font-semibold">{request.title}</Radix.Title>
            <p className="num min-h-5 text-muted" aria-live="polite">
              {list.head &&
                `${t("chart.deal_count", {
                  count: list.head.count,
                  deals: format.number(list.head.count),
                })} · ${format.amount(list.head.total_value, list.head.currency)}`}
            </p>
          </div>
          <IconButton label={t("common.close")} shortcut="Esc" onClick={closeDeals} className="-me-2">
            <X size={16} />
          </IconButton>
        </header>
        <div className="flex min-h-0 flex-1 flex-col border-t">
          <DealList request={request} list={list} onLeave={closeDeals} />
        </div>
      </Radix.Content>
    </Radix.Portal>
  );
}
