import { sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { deadLetters, orders } from "../tables.ts";

/** What waits for work or for staff. Large numbers are cut off. */
export interface Backlog extends Record<string, unknown> {
  readonly overdue: number;
  /** Seconds since the deadline of the order that is overdue for longest. 0 without one. */
  readonly overdueSeconds: number;
  readonly needAttention: number;
  readonly deadLetters: number;
}

const maxCounted = 1_000;

/** Counts orders and dead letters in one statement. */
export async function readBacklog(db: Database): Promise<Backlog> {
  const isCart = sql`${orders.status} in ('CART', 'CANCELLED') and ${orders.idempotencyKey} is null`;
  const overdue = sql`select ${orders.deadlineAt} as at from ${orders} where ${orders.deadlineAt} < now() and not (${isCart})`;
  const { rows } = await db.execute<Backlog>(sql`
    select
      (select count(*)::int from (${overdue} limit ${maxCounted}) as counted) as "overdue",
      (select coalesce(extract(epoch from now() - min(at)), 0)::int from (${overdue}) as oldest) as "overdueSeconds",
      (select count(*)::int from (select from ${orders} where ${orders.status} = 'NEEDS_ATTENTION' limit ${maxCounted}) as counted)
        as "needAttention",
      (select count(*)::int from (select from ${deadLetters} where ${deadLetters.replayedAt} is null and ${deadLetters.discardedAt} is null limit ${maxCounted}) as counted)
        as "deadLetters"`);
  const [backlog] = rows;
  if (backlog === undefined) throw new Error("The statement returned no row");
  return backlog;
}
