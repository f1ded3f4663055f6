import { sql } from "drizzle-orm";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { users } from "../tables.ts";

/** What the statements of a change return: the row that they wrote. */
export const written = { id: users.id };

export function withEmailKey<T extends { readonly email: string }>(user: T): T & { readonly emailKey: string } {
  return { ...user, emailKey: toEmailKey(user.email) };
}

/** Set by every change of a user. */
export const nextVersion = { version: sql`${users.version} + 1`, updatedAt: sql`now()` };
/** Set by every change of roles or credentials. */
export const nextEpoch = { ...nextVersion, epoch: sql`${users.epoch} + 1` };
/** Set by every change that ends the user's sessions. */
export const endsSessions = { ...nextEpoch, sessionsEpoch: sql`${users.epoch} + 1` };

/**
 * Set by every change of credentials. A pending address may be a thief's, and the owner must not verify it by mistake.
 */
export const changesCredentials = { ...endsSessions, pendingEmail: null };
