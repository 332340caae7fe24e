/** The job that tests past forecasts: how far it is. The event stream keeps the list of jobs fresh. */
import { useQuery } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import type { Job } from "@/shared/api/types";

export function useBacktestJob(id: string | null): Job | undefined {
  const jobs = useQuery({
    queryKey: ["jobs"],
    queryFn: async (): Promise<Job[]> => (await data(client.GET("/api/core/jobs/"))).results,
    enabled: id !== null,
  });
  return jobs.data?.find((job) => job.id === id);
}
