/** What the UI needs from the program around it. The desktop window and a browser each implement it. */

/** One message of the event stream: what changed, how a job stands, or that everything may be stale. */
export type HostEvent =
  | { event: "change"; data: ChangeEvent }
  | { event: "job"; data: JobEvent }
  | { event: "resync" };

export interface ChangeEvent {
  tags: string[];
  change_set?: string | null;
  origin?: string | null;
}

export interface JobEvent {
  id: string;
  [field: string]: unknown;
}

/** A file that the server side already holds (desktop) or that the page still has to send (browser). */
export type PickedFile =
  | { via: "staged"; staged: string; name: string; size: number }
  | { via: "upload"; file: File; name: string; size: number };

export interface Host {
  readonly kind: "desktop" | "browser";
  /** Base of every request URL. On the desktop it is never dialled: only path and query are used. */
  readonly baseUrl: string;
  request(request: Request): Promise<Response>;
  /** Delivers events until the returned function is called. */
  subscribe(listener: (event: HostEvent) => void): () => void;
  /** Opens the file dialog. null when the user cancelled. */
  pickImportFile(): Promise<PickedFile | null>;
  /** Calls back for files dropped anywhere on the window; reports hovering so that a target can light up. */
  onFileDrop(listener: (drop: FileDrop) => void): () => void;
  /** Sends a file from the page to the imports. Only a browser does this; the desktop stages by path. */
  uploadImport(file: File, idempotencyKey: string): Promise<Response>;
  saveTextFile(name: string, text: string): Promise<void>;
  openExternal(url: string): Promise<void>;
}

export type FileDrop = { phase: "over" } | { phase: "leave" } | { phase: "drop"; file: PickedFile };

/** The accepted import formats, for dialogs. */
export const IMPORT_EXTENSIONS = [".csv", ".tsv", ".txt", ".xlsx", ".vcf"];

/** Only these schemes may leave the app. */
export function isExternalUrl(url: string): boolean {
  return /^(https:\/\/|mailto:|tel:)/i.test(url);
}
