/** What the UI needs from the program around it. The desktop window and a browser each implement it. */

/** What the app or its window tells the page. */
export type HostEvent =
  | { event: "change"; data: ChangeEvent }
  | { event: "job"; data: JobEvent }
  /** Something may have been missed: everything is stale. */
  | { event: "resync" }
  /** A file hangs over the window, or no longer does. */
  | { event: "drag"; data: { over: boolean } }
  /** A file was dropped on the window, or handed to the app by the desktop. */
  | { event: "open_file"; data: PickedFile }
  | { event: "open_file_failed"; data: { file_name: string; message: string } }
  /** The tray asks for a place, such as "quick-add". */
  | { event: "navigate"; data: { to: string } };

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
  /** Delivers events until the returned function is called. One listener at a time. */
  subscribe(listener: (event: HostEvent) => void): () => void;
  /** Opens the file dialog. null when the user cancelled. */
  pickImportFile(): Promise<PickedFile | null>;
  /** Sends a file from the page to the imports. Only a browser does this; the desktop stages by path. */
  uploadImport(file: File, idempotencyKey: string): Promise<Response>;
  saveTextFile(name: string, text: string): Promise<void>;
  /** Saves what the API answers to a GET, such as a picture or a report, under a name the user may change. */
  saveAnswer(path: string, name: string): Promise<void>;
  openExternal(url: string): Promise<void>;
  /** The page has drawn itself: a window that was held back may show. */
  ready(): void;
  /** Lets the window's own frame follow the chosen theme. */
  setTheme(theme: "system" | "light" | "dark"): void;
}

/** The accepted import formats, for dialogs. */
export const IMPORT_EXTENSIONS = [".csv", ".tsv", ".txt"];

/** Only these schemes may leave the app. */
export function isExternalUrl(url: string): boolean {
  return /^(https:\/\/|mailto:|tel:)/i.test(url);
}
