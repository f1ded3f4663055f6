import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { securityEvents } from "../tables.ts";

export type SecurityEventRow = typeof securityEvents.$inferSelect;

/** Inserts an event. Returns a statement for a batch, or to await on its own. */
export function insertSecurityEvent(db: Database, row: SecurityEventRow) {
  return db.insert(securityEvents).values(row);
}

/** Lists the events of one user or of all users after the position `after`, newest first. */
export function listSecurityEvents(
  db: Database,
  { userId, after, limit }: { userId: string; after?: { at: number; id: string } | undefined; limit: number },
): Promise<readonly SecurityEventRow[]> {
  const conditions: SQL[] = [];
  if (userId !== "") conditions.push(eq(securityEvents.userId, userId));
  if (after !== undefined) {
    conditions.push(sql`(${securityEvents.at}, ${securityEvents.id}) < (${new Date(after.at)}, ${after.id})`);
  }
  return db
    .select()
    .from(securityEvents)
    .where(and(...conditions))
    .orderBy(desc(securityEvents.at), desc(securityEvents.id))
    .limit(limit);
}
