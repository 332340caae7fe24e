/** The computers that are signed in, and signing one out. */
import { useQuery } from "@tanstack/react-query";
import { Monitor } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Badge } from "@/shared/components/Badge";
import { Button } from "@/shared/components/Button";
import { Time } from "@/shared/components/Time";
import { devicesQuery, type SyncDevice, useSignOutDevice } from "../../api/workspace";
import { Part } from "./Part";
import { ServerList } from "./ServerList";

const SYSTEMS: Record<string, string> = { linux: "Linux", macos: "macOS", windows: "Windows" };

interface DevicesProps {
  isOnline: boolean;
  /** The user's id in the workspace. */
  me: string;
}

export function Devices({ isOnline, me }: DevicesProps) {
  const { t } = useTranslation();
  const query = useQuery({ ...devicesQuery, enabled: isOnline });
  return (
    <Part title={t("sync.devices.title")} text={t("sync.devices.text")}>
      <ServerList query={query} isOnline={isOnline} label={t("sync.devices.title")}>
        {(device) => <Row device={device} isMine={device.member === me} />}
      </ServerList>
    </Part>
  );
}

function Row({ device, isMine }: { device: SyncDevice; isMine: boolean }) {
  const { t } = useTranslation();
  const signOut = useSignOutDevice();
  const system = SYSTEMS[device.platform] ?? device.platform;
  return (
    <>
      <span className="flex size-7 shrink-0 items-center justify-center rounded-md bg-active text-muted">
        <Monitor size={14} aria-hidden="true" />
      </span>
      <div className="min-w-40 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{device.name}</span>
          {device.is_this && <Badge tone="accent">{t("sync.devices.this")}</Badge>}
        </p>
        <p className="truncate text-xs text-muted">
          {[isMine ? t("common.you") : device.member_name, system].join(" · ")}
        </p>
      </div>
      <span className="num text-xs text-muted">
        {t("sync.devices.seen")} <Time value={device.last_seen_at} />
      </span>
      {!device.is_this && (
        <Button
          variant="ghost"
          className="text-danger-text!"
          aria-label={t("sync.devices.sign_out_named", { name: device.name })}
          busy={signOut.isPending}
          onClick={() => signOut.mutate(device)}
        >
          {t("sync.devices.sign_out")}
        </Button>
      )}
    </>
  );
}
