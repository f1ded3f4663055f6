import { eq, inArray, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { outbox } from "../tables.ts";

export type OutboxRow = typeof outbox.$inferSelect;

/** A statement for a batch: the task is there exactly when the change that it follows from is. */
export function insertTask(db: Database, { id, task }: { readonly id: string; readonly task: unknown }) {
  return db.insert(outbox).values({ id, task });
}

/** How long a task that was taken is left to whoever took it, the longer the more often it failed. */
const backoff = sql`now() + interval '5 seconds' * least(power(2, least(${outbox.attempts}, 10)), 180)`;

/** Takes tasks that are due, or these: nobody else does until their time comes again. */
export function takeTasks(db: Database, most: number, ids?: readonly string[]): Promise<readonly OutboxRow[]> {
  const wanted = ids === undefined ? sql`${outbox.dueAt} <= now()` : inArray(outbox.id, [...ids]);
  const taken = sql`(select ${outbox.id} from ${outbox} where ${wanted}
    order by ${outbox.dueAt} limit ${most} for update skip locked)`;
  return db
    .update(outbox)
    .set({ attempts: sql`${outbox.attempts} + 1`, dueAt: backoff })
    .where(sql`${outbox.id} in ${taken}`)
    .returning();
}

export async function dropTask(db: Database, id: string): Promise<void> {
  await db.delete(outbox).where(eq(outbox.id, id));
}
