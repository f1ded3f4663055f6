import { and, eq, gt, inArray, lt, ne, or, type SQL, sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { mailTokens } from "../tables.ts";

export type NewMailToken = typeof mailTokens.$inferInsert;

/** Inserts a token if `isAllowed` is true in SQL. Returns a statement for a batch. */
export function insertMailToken(db: Database, token: NewMailToken, isAllowed: SQL = sql`true`) {
  const { userId, purpose, hash, email, emailKey = null, expiresAt } = token;
  return db.execute(sql`insert into ${mailTokens} (user_id, purpose, hash, email, email_key, expires_at)
    select ${userId}, ${purpose}, ${hash}, ${email}, ${emailKey}, ${expiresAt.toISOString()}::timestamptz
    where ${isAllowed}`);
}

/**
 * Deletes the user's expired tokens and, for VERIFY_EMAIL, the earlier ones: only the latest is valid. Links to reset a
 * password stay valid for their hour, so that a stranger's request does not end the owner's link. For a batch, before
 * `insertMailToken`.
 */
export function deleteReplacedTokens(db: Database, { userId, purpose }: NewMailToken, isAllowed: SQL = sql`true`) {
  const isReplaced = purpose === "VERIFY_EMAIL" ? eq(mailTokens.purpose, purpose) : undefined;
  return db
    .delete(mailTokens)
    .where(and(eq(mailTokens.userId, userId), or(isReplaced, lt(mailTokens.expiresAt, sql`now()`)), isAllowed));
}

/**
 * Deletes the user's tokens if `isAllowed` is true in SQL, except those that undo a change of the email address: a thief
 * who changes the password does not end them. With `undoneUntil`, also deletes those that expire then or later, because
 * the addresses that they restore came after it.
 */
export function deleteMailTokens(db: Database, userId: string, isAllowed: SQL, undoneUntil?: Date) {
  const isUndone = undoneUntil && sql`${mailTokens.expiresAt} >= ${undoneUntil.toISOString()}::timestamptz`;
  return db
    .delete(mailTokens)
    .where(and(eq(mailTokens.userId, userId), or(ne(mailTokens.purpose, "UNDO_EMAIL_CHANGE"), isUndone), isAllowed));
}

/** Deletes some of the expired tokens. */
export async function deleteExpiredMailTokens(db: Database): Promise<void> {
  await deleteSome(db, mailTokens, sql`expires_at < now()`);
}

export interface MailToken {
  readonly purpose: string;
  readonly userId: string;
  readonly email: string;
  readonly expiresAt: Date;
}

/** Returns a token for one of these purposes, or undefined when it does not exist or is expired. */
export async function findMailToken(
  db: Database,
  { purposes, hash, now }: { purposes: readonly string[]; hash: string; now: number },
): Promise<MailToken | undefined> {
  const { purpose, userId, email, expiresAt } = mailTokens;
  const isValid = and(eq(mailTokens.hash, hash), inArray(purpose, [...purposes]), gt(expiresAt, new Date(now)));
  const [row] = await db.select({ purpose, userId, email, expiresAt }).from(mailTokens).where(isValid);
  return row;
}

/**
 * Returns whether another account can still get this address back. Without the reservation, a thief could register the
 * address that an account had before, so that it cannot be restored.
 */
export async function isAddressReserved(
  db: Database,
  { emailKey, userId, now }: { emailKey: string; userId: string; now: number },
): Promise<boolean> {
  const rows = await db
    .select({ userId: mailTokens.userId })
    .from(mailTokens)
    .where(
      and(eq(mailTokens.emailKey, emailKey), ne(mailTokens.userId, userId), gt(mailTokens.expiresAt, new Date(now))),
    )
    .limit(1);
  return rows.length > 0;
}

/** Returns a `with` clause that deletes a token and yields its owner, for a statement that uses the token. */
export function consumeMailToken(db: Database, purpose: string, hash: string, now: Date) {
  return db.$with("spent").as(
    db
      .delete(mailTokens)
      .where(and(eq(mailTokens.hash, hash), eq(mailTokens.purpose, purpose), gt(mailTokens.expiresAt, now)))
      .returning({ userId: mailTokens.userId, email: sql<string>`${mailTokens.email}`.as("token_email") }),
  );
}

/** Deletes a token of this user and address. Returns false when it does not exist or is expired. */
export async function spendMailToken(
  db: Database,
  {
    purpose,
    hash,
    now,
    user,
  }: { purpose: string; hash: string; now: number; user: { id: string; email: string | null } },
): Promise<boolean> {
  const isTheirs = and(eq(mailTokens.userId, user.id), eq(mailTokens.email, user.email ?? ""));
  const rows = await db
    .delete(mailTokens)
    .where(
      and(
        eq(mailTokens.hash, hash),
        eq(mailTokens.purpose, purpose),
        isTheirs,
        gt(mailTokens.expiresAt, new Date(now)),
      ),
    )
    .returning({ userId: mailTokens.userId });
  return rows.length > 0;
}
