/** A page that failed while drawing. Data is safe on the server side; reloading starts the page anew. */
import { useRouter } from "@tanstack/react-router";
import { ErrorState } from "@/shared/components/States";

export function RouteCrash({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <main className="h-full">
      <ErrorState error={error} onRetry={() => router.invalidate()} />
    </main>
  );
}
