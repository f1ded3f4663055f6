import { sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { countedSecurityEvents, securityEvents } from "../tables.ts";

export type CountedEventRow = typeof countedSecurityEvents.$inferSelect;

/** Adds counts to the rows of their minutes. Concurrent calls lock rows in the same order. */
export async function addCountedEvents(db: Database, events: readonly CountedEventRow[]): Promise<void> {
  const rows = events.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const { userId, count } = countedSecurityEvents;
  await db
    .insert(countedSecurityEvents)
    .values(rows)
    .onConflictDoUpdate({
      target: countedSecurityEvents.id,
      set: {
        count: sql`${count} + excluded.count`,
        // A row of several accounts names none.
        userId: sql`case when ${userId} is not distinct from excluded.user_id then ${userId} end`,
      },
    });
}

/** Moves the events of minutes that started before this time to the audit log, in one statement. */
export async function moveCountedEvents(db: Database, before: Date): Promise<void> {
  await db.execute(sql`with moved as (
      delete from ${countedSecurityEvents} where at < ${before.toISOString()}::timestamptz returning *
    )
    insert into ${securityEvents} (id, type, user_id, actor, address_hash, at, detail)
    select id, type, user_id, actor, address_hash, at, jsonb_build_object('operation', operation, 'count', count) from moved
    on conflict do nothing`);
}
