/** The API's error shape as an exception, and what a screen may read from it. */
import { i18n } from "@/shared/i18n/i18n";
import type { TKey } from "@/shared/i18n/keys";
import { type Message, said } from "@/shared/i18n/messages";

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

interface Details {
  fields?: Record<string, unknown>;
  messages?: Record<string, Message>;
  choices?: readonly Choice[];
}

/** What is wrong with which field, in the language that is shown. */
function fieldsOf({ fields = {}, messages = {} }: Details): Record<string, string> {
  const one = ([name, english]: [string, unknown]) => {
    const message = messages[name];
    return [name, message ? said(message, i18n.language) : String(english)];
  };
  return Object.fromEntries(Object.entries(fields).map(one));
}

/** All of them in a sentence; nothing where no field is named. */
function listed(fields: Record<string, string>): string | undefined {
  const list = Object.entries(fields).map(([name, why]) => {
    const key = `field.${name}`;
    return `${i18n.exists(key) ? i18n.t(key as TKey) : name}: ${why}`;
  });
  return list.length > 0 ? i18n.t("common.not_valid", { list: list.join("; ") }) : undefined;
}

/** Builds the error from an answer's body; a body that is not ours still yields a readable error. */
export function toApiError(status: number, body: unknown): ApiError {
  const known = body as { code?: unknown; message?: unknown; details?: unknown } | null | undefined;
  if (typeof known?.code === "string" && typeof known.message === "string") {
    const details = (known.details ?? {}) as Details;
    const fields = fieldsOf(details);
    return new ApiError(status, known.code, listed(fields) ?? known.message, fields, details.choices);
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
