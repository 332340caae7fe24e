/** What a screen has to say before all its figures, in a sentence and its explanation. */
import { CircleAlert, CircleCheck, Info } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/shared/analytics/Card";

const LOOK = {
  good: { icon: CircleCheck, color: "text-success-text" },
  caution: { icon: CircleAlert, color: "text-warning-text" },
  neutral: { icon: Info, color: "text-muted" },
};

interface AnswerProps {
  tone: keyof typeof LOOK;
  title: string;
  children: ReactNode;
}

export function Answer({ tone, title, children }: AnswerProps) {
  const { icon: Icon, color } = LOOK[tone];
  return (
    <Card>
      <div className="flex items-start gap-3">
        <Icon size={20} aria-hidden="true" className={`mt-0.5 shrink-0 ${color}`} />
        <div className="selectable min-w-0">
          <h2 className="num text-lg font-semibold">{title}</h2>
          <p className="num mt-1 max-w-180 text-muted">{children}</p>
        </div>
      </div>
    </Card>
  );
}
