import { and, asc, count, desc, eq, isNull, sql } from "drizzle-orm";
import { maxCounted } from "../../kit/domain/limits.ts";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { deadLetters } from "../tables.ts";

export type DeadLetterRow = typeof deadLetters.$inferSelect;

/**
 * Stores messages, each once even if it is delivered several times. A body may be any JSON value, including null. A
 * character that Postgres cannot store becomes U+FFFD.
 */
export async function storeDeadLetters(
  db: Database,
  messages: readonly { id: string; body: unknown }[],
): Promise<void> {
  await db
    .insert(deadLetters)
    .values(messages.map(({ id, body }) => ({ id, body: sql`${toStorableJson(body)}::jsonb` })))
    .onConflictDoNothing();
}

/** Replaces U+0000 and unpaired surrogates, which `JSON.stringify` writes as escapes. */
function toStorableJson(body: unknown): string {
  const escapes = /\\(u0000|ud[89a-f][\da-f]{2}|.)/g;
  return JSON.stringify(body ?? null).replace(escapes, (found) => (found.length > 2 ? "\\ufffd" : found));
}

export interface DeadLetterPage {
  readonly size: number;
  /** The last message of the previous page. */
  readonly after: { readonly at: Date; readonly id: string } | undefined;
}

/** Returns dead letters, newest first. Returns one row more than `size` when there is a next page. */
export async function listDeadLetters(
  db: Database,
  { size, after }: DeadLetterPage,
): Promise<readonly DeadLetterRow[]> {
  const { receivedAt, id } = deadLetters;
  const isOlder = after && sql`(${receivedAt}, ${id}) < (${after.at.toISOString()}::timestamptz, ${after.id})`;
  return db
    .select()
    .from(deadLetters)
    .where(isOlder)
    .orderBy(desc(receivedAt), desc(id))
    .limit(size + 1);
}

/** Deletes some of the messages that were sent again or discarded 90 days ago, and of all that were received 400 days ago. */
export async function deleteOldDeadLetters(db: Database): Promise<void> {
  const isOld = sql`replayed_at < now() - interval '90 days' or discarded_at < now() - interval '90 days' or (replayed_at is null and received_at < now() - interval '400 days')`;
  await deleteSome(db, deadLetters, isOld);
}

export async function findDeadLetter(db: Database, id: string): Promise<DeadLetterRow | undefined> {
  const rows = await db.select().from(deadLetters).where(eq(deadLetters.id, id));
  return rows[0];
}

export async function markReplayed(db: Database, id: string, at: Date): Promise<void> {
  await db.update(deadLetters).set({ replayedAt: at }).where(eq(deadLetters.id, id));
}

const isOpen = and(isNull(deadLetters.replayedAt), isNull(deadLetters.discardedAt));

/** Returns dead letters that were neither sent again nor discarded, oldest first, and the number of all of them. */
export async function listOpenDeadLetters(
  db: Database,
  { id, size, after }: DeadLetterPage & { readonly id: string },
): Promise<{ readonly rows: readonly DeadLetterRow[]; readonly total: number }> {
  const { receivedAt } = deadLetters;
  const isNewer =
    after && sql`(${receivedAt}, ${deadLetters.id}) > (${after.at.toISOString()}::timestamptz, ${after.id})`;
  const [rows, [counted]] = await db.batch([
    db
      .select()
      .from(deadLetters)
      .where(and(isOpen, id === "" ? undefined : eq(deadLetters.id, id), isNewer))
      .orderBy(asc(receivedAt), asc(deadLetters.id))
      .limit(size + 1),
    db
      .select({ total: count() })
      .from(db.select({ id: deadLetters.id }).from(deadLetters).where(isOpen).limit(maxCounted).as("open")),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** Marks an open dead letter as discarded. Returns whether it was open. */
export async function markDiscarded(db: Database, id: string, at: Date): Promise<boolean> {
  const rows = await db
    .update(deadLetters)
    .set({ discardedAt: at })
    .where(and(eq(deadLetters.id, id), isOpen))
    .returning({ id: deadLetters.id });
  return rows.length > 0;
}
