/** Long work on the server side. The event stream keeps this list fresh. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import type { Job } from "@/shared/api/types";

const KEY = ["jobs"];

export function useJobs() {
  return useQuery({
    queryKey: KEY,
    queryFn: async (): Promise<Job[]> => (await data(client.GET("/api/core/jobs/"))).results,
  });
}

export function useCancelJob() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      data(client.POST("/api/core/jobs/{id}/cancel/", { params: { path: { id } } })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: KEY }),
  });
}
