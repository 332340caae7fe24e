/** A part of the sync settings under its own heading. */
import type { ReactNode } from "react";

export function Part({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-9">
      <h3 className="font-semibold">{title}</h3>
      {text && <p className="mt-0.5 text-muted">{text}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}
