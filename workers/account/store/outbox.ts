import { and, asc, count, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { maxCounted } from "../../kit/domain/limits.ts";
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

/** Returns whether a task with these fields has not succeeded yet. */
export async function hasTask(db: Database, fields: object): Promise<boolean> {
  const matches = sql`${outbox.task} @> ${JSON.stringify(fields)}::jsonb`;
  const rows = await db.select({ id: outbox.id }).from(outbox).where(matches).limit(1);
  return rows.length > 0;
}

/** Stores why an attempt failed. */
export async function setTaskError(db: Database, id: string, error: string): Promise<void> {
  await db.update(outbox).set({ lastError: error }).where(eq(outbox.id, id));
}

const hasFailed = isNotNull(outbox.lastError);

export interface FailedTaskPage {
  /** Empty for all tasks. */
  readonly id: string;
  readonly after: { readonly createdAt: Date; readonly id: string } | undefined;
  readonly limit: number;
}

/** Returns tasks that failed at least once, oldest first, and the number of all of them up to `maxCounted`. */
export async function listFailedTasks(
  db: Database,
  { id, after, limit }: FailedTaskPage,
): Promise<{ readonly rows: readonly OutboxRow[]; readonly total: number }> {
  const isAfter =
    after && sql`(${outbox.createdAt}, ${outbox.id}) > (${after.createdAt.toISOString()}::timestamptz, ${after.id})`;
  const [rows, [counted]] = await db.batch([
    db
      .select()
      .from(outbox)
      .where(and(hasFailed, id === "" ? undefined : eq(outbox.id, id), isAfter))
      .orderBy(asc(outbox.createdAt), asc(outbox.id))
      .limit(limit),
    db
      .select({ total: count() })
      .from(db.select({ id: outbox.id }).from(outbox).where(hasFailed).limit(maxCounted).as("failed")),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** Deletes a task that failed at least once. Returns whether there was one with this id. */
export async function deleteFailedTask(db: Database, id: string): Promise<boolean> {
  const rows = await db
    .delete(outbox)
    .where(and(eq(outbox.id, id), hasFailed))
    .returning({ id: outbox.id });
  return rows.length > 0;
}

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
