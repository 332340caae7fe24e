/** Everything the import wizard asks of the server. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, data } from "@/shared/api/client";
import { toApiError } from "@/shared/api/errors";
import { uuid } from "@/shared/api/ids";
import type { components } from "@/shared/api/schema.gen";
import type { Job } from "@/shared/api/types";
import { host } from "@/shared/host/current";
import type { PickedFile } from "@/shared/host/host";

export type Import = components["schemas"]["Import"];
export type ImportPatch = components["schemas"]["ImportPatch"];
export type ImportSummary = components["schemas"]["ImportSummary"];

const key = (id: string) => ["imports", "record", id];
const WORKING_POLL_MS = 1000;

export function isWorking(status: Import["status"]): boolean {
  return status === "checking" || status === "running";
}

export function useImport(id: string) {
  return useQuery({
    queryKey: key(id),
    queryFn: () => data(client.GET("/api/imports/{id}/", { params: { path: { id } } })),
    // Events announce the end of a run; the poll covers a stream that was cut.
    refetchInterval: (query) =>
      query.state.data && isWorking(query.state.data.status) ? WORKING_POLL_MS : false,
  });
}

export function useRecentImports() {
  return useQuery({
    queryKey: ["imports", "list"],
    queryFn: async () => (await data(client.GET("/api/imports/"))).results,
  });
}

export async function sendImport(file: PickedFile): Promise<Import> {
  if (file.via === "staged") return data(client.POST("/api/imports/", { body: { staged: file.staged } }));
  const response = await host.uploadImport(file.file, uuid());
  const body: unknown = await response.json();
  if (!response.ok) throw toApiError(response.status, body);
  return body as Import;
}

export function useStartImport() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: sendImport,
    onSuccess: (made) => {
      queryClient.setQueryData(key(made.id), made);
      queryClient.invalidateQueries({ queryKey: ["imports", "list"] });
    },
  });
}

export function useChangeImport(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (patch: ImportPatch) =>
      data(client.PATCH("/api/imports/{id}/", { params: { path: { id } }, body: patch })),
    onSuccess: (changed) => queryClient.setQueryData(key(id), changed),
  });
}

type Step = "dry_run" | "run" | "cancel";

export function useImportStep(id: string) {
  const queryClient = useQueryClient();
  const path = { params: { path: { id } } };
  return useMutation({
    mutationFn: (step: Step) => {
      if (step === "dry_run") return data(client.POST("/api/imports/{id}/dry_run/", path));
      if (step === "run") return data(client.POST("/api/imports/{id}/run/", path));
      return data(client.POST("/api/imports/{id}/cancel/", path));
    },
    onSuccess: (changed) => {
      queryClient.setQueryData(key(id), changed);
      queryClient.invalidateQueries({ queryKey: ["jobs"] });
    },
  });
}

/** The job of a running check or import, kept fresh by the event stream. */
export function useImportJob(id: string | null | undefined): Job | undefined {
  const jobs = useQuery({
    queryKey: ["jobs"],
    queryFn: async (): Promise<Job[]> => (await data(client.GET("/api/core/jobs/"))).results,
  });
  return jobs.data?.find((job) => job.id === id);
}

export async function saveErrorRows(made: Import): Promise<void> {
  const response = await host.request(new Request(`${host.baseUrl}/api/imports/${made.id}/errors/`));
  if (!response.ok) throw toApiError(response.status, await response.json());
  await host.saveTextFile(`${made.file_name.replace(/\.\w+$/, "")}-errors.csv`, await response.text());
}
