import { type SQL, sql } from "drizzle-orm";
import type { StockLine } from "../domain/inventory.ts";
import { intArray, textArray } from "./arrays.ts";
import { storedSku } from "./skus.ts";

/**
 * Returns a query of the lines of a request with the stored spelling of their SKUs: `sku`, `quantity` and `position`. Lines of
 * one SKU are added up. An unknown SKU keeps its spelling.
 */
export function requestedLines(lines: readonly StockLine[]): SQL {
  const skus = textArray(lines.map(({ sku }) => sku));
  const quantities = intArray(lines.map(({ quantity }) => quantity));
  return sql`
        select coalesce(${storedSku(sql`w.sku`)}, w.sku) as sku, sum(w.quantity)::int as quantity, min(w.position) as position
        from unnest(${skus}, ${quantities}) with ordinality as w(sku, quantity, position)
        group by 1`;
}
