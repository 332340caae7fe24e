/** The emails and phone numbers of a contact: one of each is the primary one, the others are further ones. No I/O. */
import type { components } from "@/shared/api/schema.gen";
import type { Contact } from "@/shared/api/types";

export type Point = components["schemas"]["ContactPoint"];
export type PointKind = "emails" | "phones";

export const KINDS: readonly PointKind[] = ["emails", "phones"];
const PRIMARY = { emails: "email", phones: "phone" } as const;

export type Problem = "required" | "not_an_email" | "not_a_phone" | "already_there";
type Reach = Pick<Contact, "email" | "emails" | "phone" | "phones">;

export function furtherOf(contact: Reach, kind: PointKind): Point[] {
  return contact[kind].filter((point) => !point.is_primary);
}

function primaryOf(contact: Reach, kind: PointKind): Point | null {
  const value = contact[PRIMARY[kind]];
  return contact[kind].find((point) => point.is_primary) ?? (value ? { value, is_primary: true } : null);
}

/** What to save. The primary one is always named, or the API would take the first of the list for it. */
function valuesOf(kind: PointKind, primary: Point | null, further: readonly Point[]) {
  const sent = ({ label, value }: Point, isPrimary: boolean) => ({
    label: label ?? null,
    value,
    is_primary: isPrimary,
  });
  const first = primary === null ? [] : [sent(primary, true)];
  const others = further.map((point) => sent(point, false));
  return { [PRIMARY[kind]]: primary?.value ?? null, [kind]: [...first, ...others] };
}

/** The first of its kind becomes the primary one. */
export function withPoint(contact: Reach, kind: PointKind, point: Point, at: number | null) {
  const primary = primaryOf(contact, kind);
  const further = furtherOf(contact, kind);
  if (at === null && primary === null) return valuesOf(kind, point, further);
  return valuesOf(
    kind,
    primary,
    at === null ? [...further, point] : further.map((old, other) => (other === at ? point : old)),
  );
}

export function withoutPoint(contact: Reach, kind: PointKind, at: number) {
  const further = furtherOf(contact, kind).filter((_, other) => other !== at);
  return valuesOf(kind, primaryOf(contact, kind), further);
}

/** The primary one so far takes the place of the one that replaces it. */
export function withPrimary(contact: Reach, kind: PointKind, at: number) {
  const before = primaryOf(contact, kind);
  const further = furtherOf(contact, kind);
  const chosen = further[at];
  if (!chosen) return valuesOf(kind, before, further);
  const others = further.flatMap((point, other) => {
    if (other !== at) return [point];
    return before === null ? [] : [before];
  });
  return valuesOf(kind, chosen, others);
}

/** Why a value cannot be saved, by the rules of the API. */
export function problemOf(contact: Reach, kind: PointKind, typed: string, at: number | null): Problem | null {
  const value = typed.trim();
  if (value === "") return "required";
  if (kind === "emails" && !/^\S+@[^\s@.][^\s@]*\.[^\s@.]+$/.test(value)) return "not_an_email";
  if (kind === "phones" && !/\d/.test(value)) return "not_a_phone";
  const others = furtherOf(contact, kind).filter((_, other) => other !== at);
  const taken = [contact[PRIMARY[kind]] ?? "", ...others.map((point) => point.value)];
  return taken.some((other) => other.toLowerCase() === value.toLowerCase()) ? "already_there" : null;
}
