import { type SQL, sql } from "drizzle-orm";
import { textArray } from "./arrays.ts";

/**
 * Returns SQL for the stored spelling of a SKU, or null when no variant has it in any case. A SKU keeps the spelling that it
 * was created with. Of two stored SKUs that differ in case only, the exact one counts, then the older one.
 */
export function storedSku(sku: SQL): SQL {
  return sql`coalesce(
    (select exact.sku from variants exact where exact.sku = ${sku}),
    (select other.sku from variants other where lower(other.sku) = lower(${sku}) and not other.is_duplicate)
  )`;
}

/** Returns SQL for an array of the stored spellings of these SKUs, without unknown ones. */
export function storedSkus(skus: readonly string[]): SQL {
  return sql`array(select ${storedSku(sql`r.sku`)} from unnest(${textArray(skus)}) as r(sku))`;
}
