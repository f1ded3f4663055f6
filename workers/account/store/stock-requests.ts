import { and, count, eq, type SQL, sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { maxStockRequests } from "../domain/limits.ts";
import { outbox, stockRequests, users } from "../tables.ts";

export interface StockRequest {
  readonly id: string;
  readonly sku: string;
  readonly email: string;
  readonly emailKey: string;
  readonly userId: string | undefined;
  readonly locale: string;
}

/** Stores a request, unless the address waits for the SKU already or for too many SKUs, or the user has been deleted. */
export async function insertStockRequest(db: Database, request: StockRequest): Promise<void> {
  const { id, sku, email, emailKey, locale, userId = null } = request;
  const size = sql`(select ${count()} from ${stockRequests} where ${eq(stockRequests.emailKey, emailKey)})`;
  const owner = sql`(select id from ${users} where id = ${userId} for key share)`;
  await db.execute(sql`
    insert into ${stockRequests} (id, sku, email, email_key, user_id, locale)
    select ${id}, ${sku}, ${email}, ${emailKey}, ${userId}::text, ${locale}
    where ${size} < ${maxStockRequests} and ${userId === null ? sql`true` : sql`exists ${owner}`}
    on conflict do nothing`);
}

/** Emails that become due in one minute. The job that runs tasks has time for others too. */
const mailsPerMinute = 20;

/** The task that sends the email about a SKU. The statement sets `to` and `locale` of its mail. */
export interface StockMailTask {
  readonly sku: string;
  readonly task: unknown;
}

/**
 * Replaces all requests of the SKUs by tasks, in one statement. The id of a request becomes that of its task. Returns the ids of the
 * tasks that are due now, within the precision of the column: many are spread over time.
 */
export async function replaceStockRequests(db: Database, items: readonly StockMailTask[]): Promise<readonly string[]> {
  const { rows } = await db.execute<{ id: string; isDue: boolean }>(sql`
    with items as (
      select sku, task from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as t(sku text, task jsonb)
    ), ended as (
      delete from ${stockRequests} r using items i where r.sku = i.sku
      returning r.id, r.created_at, jsonb_set(jsonb_set(i.task, '{letter,to}', to_jsonb(r.email)), '{letter,locale}', to_jsonb(r.locale)) as task
    )
    insert into ${outbox} (id, task, due_at)
    select id, task, now() + (row_number() over (order by created_at, id) - 1) / ${mailsPerMinute}::int * interval '1 minute'
    from ended
    returning id, due_at < now() + interval '1 second' as "isDue"`);
  return rows.filter(({ isDue }) => isDue).map(({ id }) => id);
}

/** Returns a statement that deletes the requests of an address. */
export function deleteStockRequests(db: Database, emailKey: string, condition: SQL) {
  return db.delete(stockRequests).where(and(eq(stockRequests.emailKey, emailKey), condition));
}

/** Deletes some of the requests whose SKU has not returned for half a year. */
export async function deleteOldStockRequests(db: Database): Promise<void> {
  await deleteSome(db, stockRequests, sql`created_at < now() - interval '180 days'`);
}
