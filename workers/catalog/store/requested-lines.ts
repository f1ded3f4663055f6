import { type SQL, sql } from "drizzle-orm";
import { literalLimit } from "../../kit/storage/literal-limit.ts";
import type { StockLine } from "../domain/inventory.ts";
import { intArray, textArray } from "./arrays.ts";
import { storedSku } from "./skus.ts";

/** The rows that Postgres assumes for an array whose length it does not know. */
const assumedRows = 10;

/**
 * Returns a query of the lines of a request with the stored spelling of their SKUs: `sku`, `quantity` and `position`. Lines of
 * one SKU are added up. An unknown SKU keeps its spelling.
 *
 * The text of the query limits the rows to the number of lines, if there are few. Without this number, Postgres finds that a plan
 * for the actual arrays is cheaper than one for any arrays, and plans a prepared statement again for every execution.
 */
export function requestedLines(lines: readonly StockLine[]): SQL {
  const skus = textArray(lines.map(({ sku }) => sku));
  const quantities = intArray(lines.map(({ quantity }) => quantity));
  const limit = lines.length < assumedRows ? literalLimit(lines.length) : sql``;
  return sql`
        select coalesce(${storedSku(sql`w.sku`)}, w.sku) as sku, sum(w.quantity)::int as quantity, min(w.position) as position
        from (select * from unnest(${skus}, ${quantities}) with ordinality ${limit}) as w(sku, quantity, position)
        group by 1`;
}
