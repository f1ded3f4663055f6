import { parseRole } from "../../kit/auth/identity.ts";
import { isStaff } from "../../kit/auth/permissions.ts";

/** A session expires when it is idle for 30 days. */
export const maxIdleMs = 30 * 24 * 3_600_000;
/** A session expires this long after the sign-in, also when it is in use. */
const maxAgeMs = 90 * 24 * 3_600_000;
/** Sessions of staff can read and change the data of others. They last a working day. */
const maxStaffAgeMs = 12 * 3_600_000;

/** Returns how long after its sign-in a session of a user with these roles ends. */
export function getMaxSessionAgeMs(roles: readonly string[]): number {
  return isStaff({ roles: roles.flatMap((name) => parseRole(name) ?? []) }) ? maxStaffAgeMs : maxAgeMs;
}
