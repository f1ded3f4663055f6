import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { texts } from "./arrays.ts";

/** A row of the outbox that was taken. */
export interface ClaimedChange extends Record<string, unknown> {
  readonly subject: string;
  readonly transaction: string;
  readonly version: string;
  readonly attempts: number;
}

/**
 * Takes the rows of subjects with changes that are due: nobody else does until their time comes again, which is sooner
 * the fewer times they failed. The versions are drawn by the statement that sees the rows, so that whoever draws a
 * higher one sees them too.
 */
export async function claimChanges(db: Database, most: number): Promise<readonly ClaimedChange[]> {
  const { rows } = await db.execute<ClaimedChange>(sql`
    with subjects as (
      select distinct subject_id from (
        select subject_id from outbox where due_at <= now() and refused is null order by due_at limit ${most}
      ) as due
    ), due as (
      select o.subject_id, o.transaction from outbox o join subjects s on s.subject_id = o.subject_id
      where o.due_at <= now() for update of o skip locked
    )
    update outbox o set attempts = o.attempts + 1, due_at = now() + interval '5 seconds' * least(power(2, least(o.attempts, 10)), 6)
    from due where o.subject_id = due.subject_id and o.transaction = due.transaction
    returning o.subject_id as subject, o.transaction::text, o.attempts, nextval('outbox_version')::text as version`);
  return rows;
}

/** The rows are done with. */
export async function deleteChanges(db: Database, rows: readonly ClaimedChange[]): Promise<void> {
  await db.execute(sql`delete from outbox o using ${named(rows)} where ${isNamed}`);
}

/** The rows can never be told: they stay to be seen. */
export async function deadLetterChanges(
  db: Database,
  rows: readonly ClaimedChange[],
  reasons: ReadonlyMap<string, string>,
): Promise<void> {
  const why = rows.map(({ subject }) => reasons.get(subject) ?? "");
  await db.execute(sql`
    update outbox o set due_at = now(), refused = n.why
    from (select n.*, w.why from ${named(rows)} join unnest(${texts(why)}) with ordinality as w(why, place) using (place)) n
    where ${isNamed}`);
}

/** What was refused is told again: whoever refused it may have become another. */
export async function retryRefused(db: Database): Promise<void> {
  await db.execute(sql`update outbox set refused = null, attempts = 0, due_at = now() where refused is not null`);
}

const isNamed = sql`o.subject_id = n.subject and o.transaction = n.transaction`;

function named(rows: readonly ClaimedChange[]): SQL {
  const subjects = texts(rows.map(({ subject }) => subject));
  const transactions = texts(rows.map(({ transaction }) => transaction));
  return sql`(
    select t.subject, t.transaction::bigint as transaction, t.place
    from unnest(${subjects}, ${transactions}) with ordinality as t(subject, transaction, place)
  ) n`;
}
