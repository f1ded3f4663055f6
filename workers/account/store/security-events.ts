import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import type { Database } from "../../kit/storage/postgres.ts";
import { countedSecurityEvents, securityEvents } from "../tables.ts";

export type SecurityEventRow = typeof securityEvents.$inferSelect;

/** Inserts an event. Returns a statement for a batch, or to await on its own. */
export function insertSecurityEvent(db: Database, row: SecurityEventRow) {
  return db.insert(securityEvents).values(row);
}

interface ListOptions {
  readonly userId: string;
  readonly after?: { readonly at: number; readonly id: string } | undefined;
  readonly limit: number;
}

/**
 * Lists the events of one user or of all users after the position `after`, newest first. Includes the counted events of the
 * last minutes, which a job moves to the audit log.
 */
export function listSecurityEvents(db: Database, options: ListOptions): Promise<readonly SecurityEventRow[]> {
  const { limit } = options;
  const archived = db
    .select()
    .from(securityEvents)
    .where(conditionOf(securityEvents, options))
    .orderBy(desc(securityEvents.at), desc(securityEvents.id))
    .limit(limit);
  const { id, type, userId, actor, addressHash, at, operation, count } = countedSecurityEvents;
  const recent = db
    .select({
      id,
      type,
      userId,
      actor,
      subject: sql<string | null>`null::text`,
      addressHash,
      at,
      detail: sql<unknown>`jsonb_build_object('operation', ${operation}, 'count', ${count})`,
    })
    .from(countedSecurityEvents)
    .where(conditionOf(countedSecurityEvents, options))
    .orderBy(desc(at), desc(id))
    .limit(limit);
  return unionAll(archived, recent).orderBy(sql`at desc`, sql`id desc`).limit(limit);
}

function conditionOf(
  { userId, at, id }: typeof securityEvents | typeof countedSecurityEvents,
  { userId: requested, after }: ListOptions,
): SQL | undefined {
  const conditions: SQL[] = [];
  if (requested !== "") conditions.push(eq(userId, requested));
  if (after !== undefined) {
    const position = new Date(after.at).toISOString();
    conditions.push(sql`(${at}, ${id}) < (${position}::timestamptz, ${after.id})`);
  }
  return and(...conditions);
}

/** Creates the partitions of the next months, and drops those whose retention has ended. */
export async function maintainPartitions(db: Database): Promise<void> {
  await db.execute(sql`select maintain_security_events()`);
}
