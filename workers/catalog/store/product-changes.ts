import { sql } from "drizzle-orm";
import { type Database, deleteSome } from "../../kit/storage/postgres.ts";

/** The fields that one version of a product changed. */
export interface ProductChangeRow extends Record<string, unknown> {
  readonly version: number;
  readonly actor: string;
  readonly fields: readonly string[];
  /** Milliseconds since the epoch. */
  readonly atMs: string;
}

/** Returns the changes of a product before a version, newest first. */
export async function listProductChanges(
  db: Database,
  {
    productId,
    before,
    limit,
  }: { readonly productId: string; readonly before: number | undefined; readonly limit: number },
): Promise<readonly ProductChangeRow[]> {
  const { rows } = await db.execute<ProductChangeRow>(sql`
    select version, actor, fields, (extract(epoch from at) * 1000)::bigint::text as "atMs" from product_changes
    where product_id = ${productId} ${before === undefined ? sql`` : sql`and version < ${before}::int`}
    order by version desc limit ${limit}`);
  return rows;
}

/** Deletes some of the changes that are older than 400 days. */
export async function deleteOldProductChanges(db: Database): Promise<void> {
  await deleteSome(db, sql`product_changes`, sql`at < now() - interval '400 days'`);
}
