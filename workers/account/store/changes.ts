import { and, eq, type SQL, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Database } from "../../kit/storage/postgres.ts";
import { addresses, outbox, securityEvents, users, wishlistItems } from "../tables.ts";
import { deleteMailTokens, deleteReplacedTokens, insertMailToken, type NewMailToken } from "./mail-tokens.ts";
import type { SecurityEventRow } from "./security-events.ts";
import { deleteStockRequests } from "./stock-requests.ts";
import { copyGuestWishlist } from "./wishlist.ts";

/** Rows that are written in the same transaction as a change of a user, and only if the change succeeds. */
interface RelatedRows {
  readonly event?: SecurityEventRow;
  readonly tasks?: readonly { readonly id: string; readonly task: unknown; readonly delaySeconds: number }[];
  readonly tokens?: readonly NewMailToken[];
}

export interface UserChange extends RelatedRows {
  readonly userId: string;
  /** True for changes that could remove the last administrator. They are serialized. */
  readonly guardsLastAdmin?: boolean;
  /** True when the change deletes the user. */
  readonly deletesUser?: boolean;
  /** The folded address of a deleted user. Requests of emails about stock to it are deleted, also those of visitors. */
  readonly erasedEmailKey?: string;
  /** True for changes of credentials: the user's mail tokens end. See `deleteMailTokens` for those that remain. */
  readonly deletesMailTokens?: boolean;
  /** For a change that is undone: the expiry of the token. */
  readonly undoneUntil?: Date;
  /** True when the user's addresses and wish list are deleted. */
  readonly clearsProfile?: boolean;
  /** The user who gets the wish list of a guest before the change deletes the guest. */
  readonly wishlistHeir?: string;
}

/** An insert, update or delete of a user that returns the rows it wrote. */
type Write<T> = BatchItem<"pg"> & { readonly _: { readonly result: readonly T[] } };

/** Writes a change of a user with its related rows in one transaction. Returns the rows of the change. */
export async function writeChange<T>(db: Database, write: Write<T>, change: UserChange): Promise<readonly T[]> {
  const { userId, guardsLastAdmin = false, deletesUser = false } = change;
  const isWritten = deletesUser ? sql`not exists (select 1 from ${users} where id = ${userId})` : isChangedHere(userId);
  const statements = [...deleteRelatedRows(db, isWritten, change), ...insertRelatedRows(db, isWritten, change)];
  const earlier = [
    ...(guardsLastAdmin ? [lockAdmins(db)] : []),
    ...(change.deletesMailTokens ? [lockUser(db, userId)] : []),
    ...(change.wishlistHeir === undefined ? [] : copyGuestWishlist(db, userId, change.wishlistHeir)),
  ];
  const results = await db.batch([...earlier, write, ...statements] as unknown as [BatchItem<"pg">]);
  return (results as readonly unknown[])[earlier.length] as readonly T[];
}

/** A condition that is true in the transaction that has written the user's row. */
function isChangedHere(userId: string): SQL {
  return sql`exists (select 1 from ${users} where id = ${userId} and xmin = pg_current_xact_id()::xid)`;
}

function lockAdmins(db: Database) {
  return db.execute(sql`select pg_advisory_xact_lock(7361)`);
}

/** Locks the user before their tokens. Without it, a change that consumes a token and one that deletes it deadlock. */
function lockUser(db: Database, userId: string) {
  return db.execute(sql`select 1 from ${users} where id = ${userId} for update`);
}

function deleteRelatedRows(db: Database, isWritten: SQL, change: UserChange): BatchItem<"pg">[] {
  const { userId, deletesMailTokens = false, clearsProfile = false, undoneUntil, erasedEmailKey } = change;
  return [
    ...(deletesMailTokens ? [deleteMailTokens(db, userId, isWritten, undoneUntil)] : []),
    ...(erasedEmailKey === undefined ? [] : [deleteStockRequests(db, erasedEmailKey, isWritten)]),
    ...(clearsProfile
      ? [addresses, wishlistItems].map((table) => db.delete(table).where(and(eq(table.userId, userId), isWritten)))
      : []),
  ];
}

function insertRelatedRows(db: Database, isWritten: SQL, { event, tasks = [], tokens = [] }: RelatedRows) {
  const statements: BatchItem<"pg">[] = tasks.map(({ id, task, delaySeconds }) =>
    db.execute(sql`insert into ${outbox} (id, task, due_at)
      select ${id}, ${JSON.stringify(task)}::jsonb, now() + ${delaySeconds} * interval '1 second' where ${isWritten}`),
  );
  if (event !== undefined) {
    const { id, type, userId, actor, addressHash, at } = event;
    const detail = event.detail === null ? null : JSON.stringify(event.detail);
    statements.push(
      db.execute(sql`insert into ${securityEvents} (id, type, user_id, actor, address_hash, at, detail)
        select ${id}, ${type}, ${userId}, ${actor}, ${addressHash}, ${at.toISOString()}::timestamptz, ${detail}::jsonb
        where ${isWritten}`),
    );
  }
  for (const token of tokens) {
    statements.push(deleteReplacedTokens(db, token, isWritten), insertMailToken(db, token, isWritten));
  }
  return statements;
}
