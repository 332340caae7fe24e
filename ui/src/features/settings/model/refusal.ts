/** Why connecting or joining was refused: beside which field that belongs, and in which words. */
import { ApiError, type Choice, messageOf } from "@/shared/api/errors";
import type { TKey } from "@/shared/i18n/keys";

export type SyncField = "server" | "link" | "email" | "name" | "password" | "totp" | "workspace";

export interface Refusal {
  /** `null`: it concerns the whole form. */
  field: SyncField | null;
  /** Words of this version; without them what the app said. */
  text: TKey | null;
  message: string;
  /** The form asks for one thing more, and nothing was wrong. */
  asksFor: SyncField | null;
  choices: readonly Choice[];
}

/** The field and the words of each code that is known here; `address` is what the form calls the server by. */
function known(code: string, address: SyncField): [SyncField | null, TKey] | undefined {
  const told: Record<string, [SyncField | null, TKey]> = {
    wrong_credentials: ["password", "sync.error.wrong_credentials"],
    totp_required: ["totp", "sync.error.wrong_code"],
    which_workspace: ["workspace", "sync.error.which_workspace"],
    unprocessable: ["password", "sync.error.weak_password"],
    unreachable: [address, "sync.error.unreachable"],
    not_found: [address, "sync.error.invitation"],
    not_a_member: [null, "sync.error.not_a_member"],
    already_member: [null, "sync.error.already_member"],
    totp_unavailable: [null, "sync.error.totp_unavailable"],
    no_secrets: [null, "sync.error.no_secrets"],
    rate_limited: [null, "sync.error.rate_limited"],
  };
  return told[code];
}

const TOLD: Record<string, TKey> = {
  last_owner: "sync.error.last_owner",
  unreachable: "sync.error.away",
  signed_out: "sync.error.signed_out",
  rate_limited: "sync.error.rate_limited",
  already_member: "sync.invites.error_member",
  bad_request: "sync.invites.error_email",
};

/** Why the server did not change members, invitations or devices, where this version has words of its own for it. */
export function serverRefusal(error: unknown): TKey | null {
  return error instanceof ApiError ? (TOLD[error.code] ?? null) : null;
}

/** `sent` are the optional fields that the request had: the first question for one is no mistake. */
export function refusalOf(error: unknown, address: "server" | "link", sent: readonly SyncField[]): Refusal {
  const message = messageOf(error);
  const plain: Refusal = { field: null, text: null, message, asksFor: null, choices: [] };
  if (!(error instanceof ApiError)) return plain;
  if ("server" in error.fields || "link" in error.fields) {
    return { ...plain, field: address, text: `sync.error.${address}` };
  }
  const [field, text] = known(error.code, address) ?? [null, null];
  const asks = error.code === "totp_required" || error.code === "which_workspace";
  const isQuestion = asks && field !== null && !sent.includes(field);
  return { ...plain, field, text, asksFor: isQuestion ? field : null, choices: error.choices };
}
