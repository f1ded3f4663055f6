import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { textArray } from "./arrays.ts";

/** A claimed row of the outbox. */
export interface ClaimedChange extends Record<string, unknown> {
  readonly subject: string;
  readonly transaction: string;
  readonly version: string;
  readonly attempts: number;
  /** Whether the subject is a product with an awaited SKU. */
  readonly isAwaited: boolean;
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
    returning o.subject_id as subject, o.transaction::text, o.attempts, nextval('outbox_version')::text as version,
      exists (select from variants v join awaited_skus a on a.sku = v.sku where v.product_id = o.subject_id) as "isAwaited"`);
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

/** Returns the age of the oldest row that waits, in milliseconds. 0 when none waits. */
export async function readOutboxLag(db: Database): Promise<number> {
  const { rows } = await db.execute<{ ageMs: number }>(sql`
    select coalesce(extract(epoch from now() - min(at)) * 1000, 0)::int as "ageMs" from outbox where refused is null`);
  return Math.max(0, rows[0]?.ageMs ?? 0);
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

/** A dead letter, or the same row once it is due again. */
export interface FailedChange extends Record<string, unknown> {
  readonly id: string;
  readonly subjectId: string;
  readonly attempts: number;
  readonly error: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: string;
  /** Null in a dead letter. */
  readonly nextAttemptMs: string | null;
}

const failedChangeColumns = sql.raw(`
  o.transaction::text || ':' || o.subject_id as id, o.subject_id as "subjectId", o.attempts, coalesce(o.refused, '') as error,
  (extract(epoch from o.at) * 1000)::bigint::text as "createdMs",
  case when o.refused is null then (extract(epoch from o.due_at) * 1000)::bigint::text end as "nextAttemptMs"`);

/** Selects the row with an id of `FailedChange`. An id of another form selects none. */
function hasId(id: string): SQL {
  const [, transaction = "0", subject = ""] = /^(\d{1,18}):(.+)$/s.exec(id) ?? [];
  return sql`o.subject_id = ${subject} and o.transaction = ${transaction}::bigint`;
}

export interface FailedChangePage {
  /** Only this one, unless empty. */
  readonly id: string;
  readonly after: { readonly time: number; readonly id: string } | undefined;
  readonly limit: number;
}

/** Returns dead letters, oldest first, and the number of all of them. */
export async function listFailedChanges(
  db: Database,
  { id, after, limit }: FailedChangePage,
): Promise<{ readonly rows: readonly FailedChange[]; readonly total: number }> {
  const key = sql.raw("(o.at, o.transaction::text || ':' || o.subject_id)");
  const isAfter =
    after === undefined ? sql`` : sql`and ${key} > (${new Date(after.time).toISOString()}::timestamptz, ${after.id})`;
  const [{ rows }, counts] = await db.batch([
    db.execute<FailedChange>(sql`
      select ${failedChangeColumns} from outbox o
      where o.refused is not null ${id === "" ? sql`` : sql`and ${hasId(id)}`} ${isAfter} order by ${key} limit ${limit}`),
    db.execute<{ total: number }>(sql`select count(*)::int as total from outbox where refused is not null`),
  ]);
  return { rows, total: counts.rows[0]?.total ?? 0 };
}

export async function findChange(db: Database, id: string): Promise<FailedChange | undefined> {
  const { rows } = await db.execute<FailedChange>(sql`select ${failedChangeColumns} from outbox o where ${hasId(id)}`);
  return rows[0];
}

/** Makes a dead letter due again. Returns whether there was one with this id. */
export async function retryDeadLetter(db: Database, id: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    update outbox o set refused = null, attempts = 0, due_at = now() where ${hasId(id)} and o.refused is not null
    returning o.subject_id`);
  return rows.length > 0;
}

/** Deletes a dead letter. Returns whether there was one with this id. */
export async function deleteDeadLetter(db: Database, id: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    delete from outbox o where ${hasId(id)} and o.refused is not null returning o.subject_id`);
  return rows.length > 0;
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
