/** The API's error shape as an exception, and what a screen may read from it. */

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  /** What there is to choose from, where the request has to name one. */
  readonly choices: readonly Choice[];

  constructor(
    status: number,
    code: string,
    message: string,
    fields: Record<string, string> = {},
    choices: readonly Choice[] = [],
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.choices = choices;
  }
}

export interface Choice {
  id: string;
  name: string;
}

function fieldsOf(details: unknown): Record<string, string> {
  const fields = (details as { fields?: Record<string, unknown> } | null)?.fields ?? {};
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, String(text)]));
}

/** Builds the error from an answer's body; a body that is not ours still yields a readable error. */
export function toApiError(status: number, body: unknown): ApiError {
  const known = body as { code?: unknown; message?: unknown; details?: unknown } | null | undefined;
  if (typeof known?.code === "string" && typeof known.message === "string") {
    const { choices } = (known.details ?? {}) as { choices?: readonly Choice[] };
    return new ApiError(status, known.code, known.message, fieldsOf(known.details), choices);
  }
  return new ApiError(status, "internal", `HTTP ${status}`);
}

/** The window's own commands refuse with an object that is no Error but says what happened. */
export function messageOf(error: unknown): string {
  const told = (error as { message?: unknown } | null)?.message;
  return typeof told === "string" ? told : String(error);
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
