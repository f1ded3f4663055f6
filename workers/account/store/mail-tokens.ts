import { and, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { mailTokens } from "../tables.ts";

export type NewMailToken = typeof mailTokens.$inferInsert;

/** Inserts a token, or replaces an earlier one of the same purpose. Returns a statement for a batch. */
export function saveMailToken(db: Database, row: NewMailToken) {
  const { hash, email, expiresAt } = row;
  return db
    .insert(mailTokens)
    .values(row)
    .onConflictDoUpdate({ target: [mailTokens.userId, mailTokens.purpose], set: { hash, email, expiresAt } });
}

export interface MailToken {
  readonly userId: string;
  readonly email: string;
}

/** Returns the owner of a token, or undefined when it does not exist or is expired. */
export async function findMailToken(
  db: Database,
  { purpose, hash, now }: { purpose: string; hash: string; now: number },
): Promise<MailToken | undefined> {
  const [row] = await db
    .select({ userId: mailTokens.userId, email: mailTokens.email })
    .from(mailTokens)
    .where(and(eq(mailTokens.hash, hash), eq(mailTokens.purpose, purpose), gt(mailTokens.expiresAt, new Date(now))));
  return row;
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
