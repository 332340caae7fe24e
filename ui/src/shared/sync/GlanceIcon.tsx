/** The sign that goes with the word about sync. */
import {
  Cloud,
  CloudAlert,
  CloudCheck,
  CloudDownload,
  CloudOff,
  CloudUpload,
  GitMergeConflict,
  LogIn,
  type LucideIcon,
} from "lucide-react";
import type { Glance } from "./glance";

const ICONS: Record<Glance, LucideIcon> = {
  detached: Cloud,
  signed_out: LogIn,
  outdated: CloudAlert,
  offline: CloudOff,
  troubled: CloudAlert,
  fetching: CloudDownload,
  syncing: CloudUpload,
  unsettled: GitMergeConflict,
  synced: CloudCheck,
};

export function GlanceIcon({
  glance,
  size,
  className,
}: {
  glance: Glance;
  size: number;
  className?: string;
}) {
  const Icon = ICONS[glance];
  return <Icon size={size} aria-hidden="true" className={className} />;
}
