import { eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { outbox } from "../tables.ts";

export type OutboxRow = typeof outbox.$inferSelect;

/** Inserts a task. Returns a statement for the batch of the change that causes it. */
export function insertTask(db: Database, { id, task }: { readonly id: string; readonly task: unknown }) {
  return db.insert(outbox).values({ id, task });
}

/** How long a task is reserved for the worker that claimed it. Exponential backoff: up to 15 minutes. */
const backoff = sql`now() + interval '5 seconds' * least(power(2, least(${outbox.attempts}, 10)), 180)`;

/** Claims tasks that are due, or the given ones. No other worker claims them until they are due again. */
export function claimTasks(db: Database, limit: number, ids?: readonly string[]): Promise<readonly OutboxRow[]> {
  const isSelected = ids === undefined ? sql`${outbox.dueAt} <= now()` : inArray(outbox.id, [...ids]);
  const claimed = sql`(select ${outbox.id} from ${outbox} where ${isSelected}
    order by ${outbox.dueAt} limit ${limit} for update skip locked)`;
  return db
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, dueAt: backoff })
    .where(sql`${outbox.id} in ${claimed}`)
    .returning();
}

export async function deleteTask(db: Database, id: string): Promise<void> {
  await db.delete(outbox).where(eq(outbox.id, id));
}

const maxCounted = 10_000;

/** Counts the tasks that wait, and returns the age of the oldest in seconds. */
export async function readOutboxBacklog(
  db: Database,
): Promise<{ readonly pending: number; readonly ageSeconds: number }> {
  const { rows } = await db.execute<{ pending: number; ageSeconds: number }>(sql`
    select
      (select count(*)::int from (select from ${outbox} limit ${maxCounted}) as counted) as pending,
      (select coalesce(extract(epoch from now() - min(${outbox.createdAt})), 0)::int from ${outbox}) as "ageSeconds"`);
  return rows[0] ?? { pending: 0, ageSeconds: 0 };
}
