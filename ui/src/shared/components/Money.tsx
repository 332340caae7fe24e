/** An amount in its currency, or nothing where there is none. */
import { useFormat } from "@/shared/format/useFormat";

interface MoneyProps {
  amount: string | null | undefined;
  currency?: string | null | undefined;
  className?: string;
}

export function Money({ amount, currency, className }: MoneyProps) {
  const format = useFormat();
  if (amount === null || amount === undefined) return null;
  return <span className={`num ${className ?? ""}`}>{format.money(amount, currency ?? null)}</span>;
}
