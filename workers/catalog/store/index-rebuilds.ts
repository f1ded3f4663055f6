import { desc, eq, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { indexRebuilds } from "../tables/search.ts";

export type IndexRebuildRow = typeof indexRebuilds.$inferSelect;

/** Inserts a rebuild unless one is running. Returns the one that is running. */
export async function startIndexRebuild(db: Database, id: string): Promise<IndexRebuildRow> {
  const [, rows] = await db.batch([
    db.execute(sql`
      insert into index_rebuilds (id, status, product_count)
      select ${id}, 'RUNNING', (select count(*)::int from products where deleted_at is null)
      on conflict (status) where status = 'RUNNING' do nothing`),
    db.select().from(indexRebuilds).where(eq(indexRebuilds.status, "RUNNING")),
  ]);
  const [running] = rows;
  if (running === undefined) throw new Error("The rebuild that prevented a new one has ended");
  return running;
}

/** Returns the rebuild that is running, or the last one. */
export async function findLastIndexRebuild(db: Database): Promise<IndexRebuildRow | undefined> {
  const [row] = await db.select().from(indexRebuilds).orderBy(desc(indexRebuilds.id)).limit(1);
  return row;
}

export async function findIndexRebuild(db: Database, id: string): Promise<IndexRebuildRow | undefined> {
  const [row] = await db.select().from(indexRebuilds).where(eq(indexRebuilds.id, id));
  return row;
}

/** A run that does not renew its lease for this long has ended. Longer than one step takes. */
const leaseSeconds = 90;

/** Leases the running rebuild to a run, unless another run has it. */
export async function leaseIndexRebuild(db: Database, lease: string): Promise<IndexRebuildRow | undefined> {
  const [row] = await db
    .update(indexRebuilds)
    .set({ lease, leasedUntil: sql`now() + ${leaseSeconds} * interval '1 second'` })
    .where(sql`status = 'RUNNING' and leased_until <= now()`)
    .returning();
  return row;
}

export interface RebuildProgress {
  readonly indexName: string;
  readonly after: string;
  readonly processedCount: number;
  readonly done: boolean;
}

/** Stores the progress of a step and renews the lease. Returns false when another run has the lease. */
export async function saveRebuildProgress(
  db: Database,
  { id, lease }: Pick<IndexRebuildRow, "id" | "lease">,
  { done, ...progress }: RebuildProgress,
): Promise<boolean> {
  const rows = await db
    .update(indexRebuilds)
    .set({
      ...progress,
      failures: 0,
      leasedUntil: sql`now() + ${leaseSeconds} * interval '1 second'`,
      ...(done ? { status: "COMPLETED" as const, completedAt: sql`now()` } : {}),
    })
    .where(sql`id = ${id} and lease = ${lease} and status = 'RUNNING'`)
    .returning({ id: indexRebuilds.id });
  return rows.length > 0;
}

/** Runs that end with an error, one after the other, after which a rebuild has failed. */
const maxFailures = 5;

/** Ends a run. The next one may start. A run that ended with an error counts as a failure. */
export async function releaseIndexRebuild(
  db: Database,
  { id, lease }: Pick<IndexRebuildRow, "id" | "lease">,
  outcome: "paused" | "failed" | "aborted",
): Promise<void> {
  const failures = outcome === "paused" ? sql`failures` : sql`failures + 1`;
  const hasFailed = outcome === "aborted" ? sql`true` : sql`${failures} >= ${maxFailures}`;
  await db.execute(sql`
    update index_rebuilds set leased_until = now(), failures = ${failures},
      status = case when ${hasFailed} then 'FAILED' else status end,
      completed_at = case when ${hasFailed} then now() end
    where id = ${id} and lease = ${lease} and status = 'RUNNING'`);
}
