/** The board's shape while its first answer is on the way. */
import { Skeleton } from "@/shared/components/States";

export function BoardSkeleton() {
  return (
    <div className="flex min-h-0 flex-1 gap-3 overflow-hidden bg-surface px-5 pt-4" aria-hidden="true">
      {[4, 6, 3, 5, 2, 4].map((cards, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey shapes
        <div key={column} className="flex w-66 shrink-0 flex-col gap-2 rounded-t-xl bg-sunken p-2">
          <Skeleton className="mx-1 mt-1 mb-3 h-4 w-32" />
          {Array.from({ length: cards }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: grey shapes
            <Skeleton key={index} className="h-23 rounded-lg" />
          ))}
        </div>
      ))}
    </div>
  );
}
