import { sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";
import { orderEmails, outbox } from "../tables.ts";

/** A task of the outbox whose id is the id of an order's event. */
export interface OrderEmailTask {
  readonly id: string;
  readonly task: unknown;
}

/**
 * Inserts the tasks of events that have not been seen before. Returns their ids. Every batch inserts in sorted order, so
 * concurrent batches do not deadlock.
 */
export async function insertOrderEmailTasks(
  db: Database,
  tasks: readonly OrderEmailTask[],
): Promise<readonly string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    with tasks as (
      select distinct on (id) id, task from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as t(id text, task jsonb)
      order by id
    ), recorded as (
      insert into ${orderEmails} (event_id) select id from tasks order by id
      on conflict (event_id) do nothing returning event_id
    )
    insert into ${outbox} (id, task) select id, task from tasks where id in (select event_id from recorded)
    returning id`);
  return rows.map(({ id }) => id);
}

/** Deletes some of the ids of events that are too old to send an email. */
export async function deleteOldOrderEmails(db: Database): Promise<void> {
  await deleteSome(db, orderEmails, sql`at < now() - interval '60 days'`);
}
