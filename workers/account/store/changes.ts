import { type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../../kit/storage/postgres.ts";
import { mailTokens, outbox, securityEvents, users } from "../tables.ts";
import type { NewMailToken } from "./mail-tokens.ts";
import type { SecurityEventRow } from "./security-events.ts";

/** Rows that are written in the same transaction as a change of a user, and only if the change succeeds. */
interface RelatedRows {
  readonly event?: SecurityEventRow;
  readonly tasks?: readonly { readonly id: string; readonly task: unknown; readonly delaySeconds: number }[];
  readonly token?: NewMailToken;
}

export interface UserChange extends RelatedRows {
  readonly userId: string;
  /** True for changes that could remove the last administrator. They are serialized. */
  readonly guardsLastAdmin?: boolean;
  /** True when the change deletes the user. */
  readonly deletesUser?: boolean;
}

/** An insert, update or delete of a user that returns the rows it wrote. */
type Write<T> = BatchItem<"pg"> & { readonly _: { readonly result: readonly T[] } };

/** Writes a change of a user with its related rows in one transaction. Returns the rows of the change. */
export async function writeChange<T>(db: Database, write: Write<T>, change: UserChange): Promise<readonly T[]> {
  const { userId, guardsLastAdmin = false, deletesUser = false } = change;
  const isWritten = deletesUser ? sql`not exists (select 1 from ${users} where id = ${userId})` : isChangedHere(userId);
  const statements = insertRelatedRows(db, isWritten, change);
  if (!guardsLastAdmin) {
    const [rows] = await db.batch([write, ...statements]);
    return rows as readonly T[];
  }
  const [, rows] = await db.batch([lockAdmins(db), write, ...statements]);
  return rows as readonly T[];
}

/** A condition that is true in the transaction that has written the user's row. */
function isChangedHere(userId: string): SQL {
  return sql`exists (select 1 from ${users} where id = ${userId} and xmin = pg_current_xact_id()::xid)`;
}

function lockAdmins(db: Database) {
  return db.execute(sql`select pg_advisory_xact_lock(7361)`);
}

function insertRelatedRows(db: Database, isWritten: SQL, { event, tasks = [], token }: RelatedRows) {
  const statements: BatchItem<"pg">[] = tasks.map(({ id, task, delaySeconds }) =>
    db.execute(sql`insert into ${outbox} (id, task, due_at)
      select ${id}, ${JSON.stringify(task)}::jsonb, now() + ${delaySeconds} * interval '1 second' where ${isWritten}`),
  );
  if (event !== undefined) {
    const { id, type, userId, actor, addressHash, at } = event;
    statements.push(
      db.execute(sql`insert into ${securityEvents} (id, type, user_id, actor, address_hash, at)
        select ${id}, ${type}, ${userId}, ${actor}, ${addressHash}, ${at.toISOString()}::timestamptz where ${isWritten}`),
    );
  }
  if (token !== undefined) {
    const { userId, purpose, hash, email, expiresAt } = token;
    statements.push(
      db.execute(sql`insert into ${mailTokens} (user_id, purpose, hash, email, expires_at)
        select ${userId}, ${purpose}, ${hash}, ${email}, ${expiresAt.toISOString()}::timestamptz where ${isWritten}
        on conflict (user_id, purpose)
        do update set hash = excluded.hash, email = excluded.email, expires_at = excluded.expires_at`),
    );
  }
  return statements;
}
