/** Who may give which role to whom: nobody deals with a role above their own. The server decides; this only spares refusals. */
import type { Role } from "@/shared/sync/types";

/** From the least to the most. */
export const ROLES: readonly Role[] = ["viewer", "member", "admin", "owner"];

export function roleOf(name: string): Role {
  return ROLES.find((role) => role === name) ?? "viewer";
}

export function managesMembers(role: Role): boolean {
  return role === "admin" || role === "owner";
}

/** The roles that `by` may give to whom has `from`; none where they may not. */
export function rolesToGive(by: Role, from: Role = "viewer"): Role[] {
  const most = ROLES.indexOf(by);
  if (!managesMembers(by) || ROLES.indexOf(from) > most) return [];
  return ROLES.slice(0, most + 1);
}
