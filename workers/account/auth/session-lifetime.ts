import { parseRole } from "../../kit/auth/identity.ts";
import { isStaff } from "../../kit/auth/permissions.ts";
import { maxSessionAgeMs, maxStaffSessionAgeMs } from "../domain/limits.ts";

/** Returns how long after its sign-in a session of a user with these roles ends. */
export function getMaxSessionAgeMs(roles: readonly string[]): number {
  return isStaff({ roles: roles.flatMap((name) => parseRole(name) ?? []) }) ? maxStaffSessionAgeMs : maxSessionAgeMs;
}
