/** The shape of an analytics screen while its first answer is on the way. */
import { Skeleton } from "@/shared/components/States";

export function DashboardSkeleton() {
  return (
    <div aria-hidden="true" className="mx-auto flex max-w-400 flex-col gap-4 p-5 narrow:p-3">
      <div className="grid h-29 grid-cols-5 gap-px overflow-hidden rounded-xl border bg-line">
        {["w-24", "w-20", "w-28", "w-16", "w-20"].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: grey shapes
          <div key={index} className="bg-surface px-5 py-4">
            <Skeleton className={`h-3 ${width}`} />
            <Skeleton className="mt-3 h-6 w-28" />
          </div>
        ))}
      </div>
      <div className="grid gap-4 min-[1180px]:grid-cols-[1.75fr_1fr]">
        {["h-98", "h-98"].map((height, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: grey shapes
          <div key={index} className={`rounded-xl border bg-surface p-5 ${height}`}>
            <Skeleton className="h-4 w-40" />
            <Skeleton className="mt-6 h-64 w-full rounded-md" />
          </div>
        ))}
      </div>
    </div>
  );
}
