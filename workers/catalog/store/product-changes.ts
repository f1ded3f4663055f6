import { sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";

/** Deletes some of the changes that are older than 400 days. */
export async function deleteOldProductChanges(db: Database): Promise<void> {
  await deleteSome(db, sql`product_changes`, sql`at < now() - interval '400 days'`);
}
