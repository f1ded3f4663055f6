import { and, desc, eq, lt, or, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { deadFacts } from "../tables.ts";

export type DeadFactRow = typeof deadFacts.$inferSelect;

/**
 * Keeps them, each once however often it comes. One may be anything that is JSON, null included; a character in it that
 * the database cannot store becomes U+FFFD.
 */
export async function storeDeadLetters(db: Database, facts: readonly { id: string; body: unknown }[]): Promise<void> {
  await db
    .insert(deadFacts)
    .values(facts.map(({ id, body }) => ({ id, body: sql`${storableJson(body)}::jsonb` })))
    .onConflictDoNothing();
}

/** U+0000 and halves of surrogate pairs, which JSON writes as escapes. */
function storableJson(body: unknown): string {
  const escapes = /\\(u0000|ud[89a-f][\da-f]{2}|.)/g;
  return JSON.stringify(body ?? null).replace(escapes, (found) => (found.length > 2 ? "\\ufffd" : found));
}

export interface DeadFactPage {
  readonly size: number;
  readonly after: { readonly at: Date; readonly id: string } | undefined;
}

/** Newest first; one more than asked for when there is a next page. */
export async function listDeadFacts(db: Database, { size, after }: DeadFactPage): Promise<readonly DeadFactRow[]> {
  const { receivedAt, id } = deadFacts;
  const older = after && or(lt(receivedAt, after.at), and(eq(receivedAt, after.at), lt(id, after.id)));
  return db
    .select()
    .from(deadFacts)
    .where(older)
    .orderBy(desc(receivedAt), desc(id))
    .limit(size + 1);
}

export async function findDeadFact(db: Database, id: string): Promise<DeadFactRow | undefined> {
  const rows = await db.select().from(deadFacts).where(eq(deadFacts.id, id));
  return rows[0];
}

export async function markReplayed(db: Database, id: string, at: Date): Promise<void> {
  await db.update(deadFacts).set({ replayedAt: at }).where(eq(deadFacts.id, id));
}
