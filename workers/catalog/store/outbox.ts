import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { textArray } from "./arrays.ts";

/** A claimed row of the outbox. */
export interface ClaimedChange extends Record<string, unknown> {
  readonly subject: string;
  readonly transaction: string;
  readonly version: string;
  readonly attempts: number;
}

/**
 * Claims the due rows of up to `limit` subjects. A claimed row becomes due again after a backoff of 5 to 30 seconds. The
 * statement that reads the rows also draws their versions, so a claim with a higher version sees these rows too.
 */
export async function claimChanges(db: Database, limit: number): Promise<readonly ClaimedChange[]> {
  const { rows } = await db.execute<ClaimedChange>(sql`
    with subjects as (
      select distinct subject_id from (
        select subject_id from outbox where due_at <= now() and refused is null order by due_at limit ${limit}
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

const maxCounted = 10_000;

/** Counts the rows that wait and those that a consumer has rejected, and returns the age of the oldest row that waits in seconds. */
export async function readOutboxBacklog(
  db: Database,
): Promise<{ readonly pending: number; readonly rejected: number; readonly ageSeconds: number }> {
  const { rows } = await db.execute<{ pending: number; rejected: number; ageSeconds: number }>(sql`
    select
      (select count(*)::int from (select from outbox where refused is null limit ${maxCounted}) as counted) as pending,
      (select count(*)::int from (select from outbox where refused is not null limit ${maxCounted}) as counted) as rejected,
      (select coalesce(extract(epoch from now() - min(at)), 0)::int from outbox where refused is null) as "ageSeconds"`);
  return rows[0] ?? { pending: 0, rejected: 0, ageSeconds: 0 };
}

/** Deletes rows that every consumer has processed. */
export async function deleteChanges(db: Database, rows: readonly ClaimedChange[]): Promise<void> {
  await db.execute(sql`delete from outbox o using ${rowKeys(rows)} where ${matchesRowKey}`);
}

/** Marks rows as dead letters: they are not retried, and stay in the table for inspection. */
export async function deadLetterChanges(
  db: Database,
  rows: readonly ClaimedChange[],
  reasons: ReadonlyMap<string, string>,
): Promise<void> {
  const messages = rows.map(({ subject }) => reasons.get(subject) ?? "");
  await db.execute(sql`
    update outbox o set due_at = now(), refused = n.message
    from (
      select n.*, m.message from ${rowKeys(rows)}
      join unnest(${textArray(messages)}) with ordinality as m(message, position) using (position)
    ) n
    where ${matchesRowKey}`);
}

/** Makes all dead letters due again, after a consumer was rebuilt and may accept them. */
export async function retryDeadLetters(db: Database): Promise<void> {
  await db.execute(sql`update outbox set refused = null, attempts = 0, due_at = now() where refused is not null`);
}

const matchesRowKey = sql`o.subject_id = n.subject and o.transaction = n.transaction`;

function rowKeys(rows: readonly ClaimedChange[]): SQL {
  const subjects = textArray(rows.map(({ subject }) => subject));
  const transactions = textArray(rows.map(({ transaction }) => transaction));
  return sql`(
    select t.subject, t.transaction::bigint as transaction, t.position
    from unnest(${subjects}, ${transactions}) with ordinality as t(subject, transaction, position)
  ) n`;
}
