/** Short names for what the app says about sync. */
import type { Present } from "@/shared/api/present";
import type { components } from "@/shared/api/schema.gen";

type Schemas = components["schemas"];

export type SyncStatus = Present<Schemas["SyncStatus"]>;
export type SyncWorkspace = Present<Schemas["SyncWorkspace"]>;
export type SyncProblem = Present<Schemas["SyncProblem"]>;
export type SyncRecord = Present<Schemas["SyncRecord"]>;
export type SyncEdit = Present<Schemas["SyncEdit"]>;
export type SyncConflict = Present<Schemas["SyncConflict"]>;
export type ConflictSide = Present<Schemas["ConflictSide"]>;
export type RejectedEdit = SyncEdit & { reason: string; message: string; rejected_at: string };
export type Role = "owner" | "admin" | "member" | "viewer";
