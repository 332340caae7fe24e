/** One setting: its name, what it means, its control. */
import type { ReactNode } from "react";

export function SettingRow({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <div className="flex min-h-14 items-center justify-between gap-8 border-b py-3 last:border-b-0">
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        {text && <p className="text-muted">{text}</p>}
      </div>
      <div className="shrink-0">{children}</div>
    </div>
  );
}
