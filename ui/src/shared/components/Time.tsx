/** A date as people say it, with the exact one on hover. */
import { isCivil } from "@/shared/format/dates";
import { useFormat } from "@/shared/format/useFormat";

export function Time({ value, className }: { value: string; className?: string }) {
  const format = useFormat();
  const civil = isCivil(value);
  return (
    <time
      dateTime={value}
      title={civil ? format.civilLong(value) : format.instant(value)}
      className={className}
    >
      {civil ? format.relativeCivil(value) : format.relative(value)}
    </time>
  );
}
