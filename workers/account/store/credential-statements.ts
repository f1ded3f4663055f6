import { and, eq } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { users } from "../tables.ts";
import { consumeMailToken } from "./mail-tokens.ts";
import { changesCredentials, nextVersion, withEmailKey, written } from "./user-columns.ts";
import type { UserRecord } from "./users.ts";

/* Statements for `commitChange`, as in user-statements.ts. */

/** What an account has when it is new. */
const emptyProfile = {
  firstName: "",
  lastName: "",
  locale: "en",
  currency: "USD",
  marketingEmails: false,
  orderEmails: true,
  taxId: null,
  taxIdStatus: null,
  taxIdName: null,
  taxIdCheckedAt: null,
};

/**
 * Sets a password if the epoch is still the one of the row that the current password was checked against. Invalidates
 * the sessions of earlier epochs, and those that were created before `sessionsFrom`.
 */
export function updatePassword(
  db: Database,
  { id, epoch }: Pick<UserRecord, "id" | "epoch">,
  passwordHash: string,
  sessionsFrom: Date,
) {
  return db
    .update(users)
    .set({ passwordHash, sessionsFrom, ...changesCredentials })
    .where(and(eq(users.id, id), eq(users.epoch, epoch)))
    .returning(written);
}

/**
 * Sets a password and consumes the token from a mail. The token also proves that the user owns the email address. If it
 * proves it for the first time, a stranger may have entered the profile: `clearsProfile` empties it.
 */
export function resetPassword(
  db: Database,
  reset: { purpose: string; hash: string; passwordHash: string; clearsProfile: boolean },
  now: Date,
) {
  const { purpose, hash, passwordHash, clearsProfile } = reset;
  const consumed = consumeMailToken(db, purpose, hash, now);
  return db
    .with(consumed)
    .update(users)
    .set({
      passwordHash,
      emailVerified: true,
      sessionsFrom: now,
      ...changesCredentials,
      ...(clearsProfile ? emptyProfile : {}),
    })
    .from(consumed)
    .where(and(eq(users.id, consumed.userId), eq(users.email, consumed.email)))
    .returning(written);
}

/** Marks the email address as verified, if it has not changed, and consumes the token from a mail. */
export function verifyEmail(db: Database, hash: string, now: Date) {
  const consumed = consumeMailToken(db, "VERIFY_EMAIL", hash, now);
  return db
    .with(consumed)
    .update(users)
    .set({ emailVerified: true, ...nextVersion })
    .from(consumed)
    .where(and(eq(users.id, consumed.userId), eq(users.email, consumed.email)))
    .returning(written);
}

/** Makes the pending address the user's address, if the user has not changed it, and consumes the token from a mail. */
export function applyPendingEmail(db: Database, { hash, email }: { hash: string; email: string }, now: Date) {
  const consumed = consumeMailToken(db, "VERIFY_EMAIL", hash, now);
  return db
    .with(consumed)
    .update(users)
    .set({ ...withEmailKey({ email }), emailVerified: true, ...changesCredentials })
    .from(consumed)
    .where(and(eq(users.id, consumed.userId), eq(users.pendingEmail, consumed.email), eq(users.pendingEmail, email)))
    .returning(written);
}

/**
 * Gives the account the address back to which the token was sent, and consumes the token. No password works until the
 * owner sets one.
 */
export function undoEmailChange(db: Database, { hash, email }: { hash: string; email: string }, now: Date) {
  const consumed = consumeMailToken(db, "UNDO_EMAIL_CHANGE", hash, now);
  return db
    .with(consumed)
    .update(users)
    .set({
      ...withEmailKey({ email }),
      emailVerified: true,
      passwordHash: null,
      sessionsFrom: now,
      ...changesCredentials,
    })
    .from(consumed)
    .where(and(eq(users.id, consumed.userId), eq(consumed.email, email)))
    .returning(written);
}

/** Replaces the hash of an unchanged password. */
export async function updateHash(db: Database, id: string, oldHash: string, passwordHash: string): Promise<void> {
  await db
    .update(users)
    .set({ passwordHash })
    .where(and(eq(users.id, id), eq(users.passwordHash, oldHash)));
}
