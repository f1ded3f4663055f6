import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { textArray } from "./arrays.ts";
import { type CategoryRow, categoryColumns } from "./categories.ts";
import { marketCte, type ProductRead } from "./market-prices.ts";
import { productJson } from "./product-json.ts";
import type { PartialProduct } from "./product-rows.ts";

/** Returns a condition: the text matches every regular expression. */
const matchesAll = (text: SQL, patterns: readonly string[]): SQL => sql`${text} ~ all(${textArray(patterns)})`;

export function findSuggestedCategories(db: Database, patterns: readonly string[], size: number) {
  return db.execute<CategoryRow>(sql`
    select ${categoryColumns} from categories c where ${matchesAll(sql`search_text(c.name)`, patterns)}
    order by cardinality(c.path), c.name collate natural_order, c.id limit ${size}`);
}

/** Returns products whose name matches every pattern, best-selling first. The column `words` has an index for this condition, but contains more than the name. */
export function findSuggestedProducts(
  db: Database,
  patterns: readonly string[],
  { size, ...read }: ProductRead & { readonly size: number },
) {
  return db.execute<{ product: PartialProduct }>(sql`
    ${marketCte(read)} select ${productJson(read)} as product from products p
    where p.deleted_at is null and ${matchesAll(sql`p.words`, patterns)}
      and ${matchesAll(sql`search_text(p.name)`, patterns)}
    order by p.units_sold desc, p.name collate natural_order, p.id limit ${size}`);
}
