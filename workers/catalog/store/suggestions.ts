import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { textArray } from "./arrays.ts";
import { type CategoryRow, categoryColumns } from "./categories.ts";
import type { Selection } from "./product-fields.ts";
import { productJson } from "./product-json.ts";
import type { PartialProduct } from "./product-rows.ts";

/** Returns a condition: every prefix starts some word of the text. Prefixes are alphanumeric. */
function hasWordsWithPrefixes(text: SQL, prefixes: readonly string[]): SQL {
  return sql`${text} ~ all(${textArray(prefixes.map((prefix) => `\\m${prefix}`))})`;
}

export function findSuggestedCategories(db: Database, prefixes: readonly string[], size: number) {
  return db.execute<CategoryRow>(sql`
    select ${categoryColumns} from categories c where ${hasWordsWithPrefixes(sql`lower(c.name)`, prefixes)}
    order by cardinality(c.path), c.name, c.id limit ${size}`);
}

/** Best-selling first. The column `words` has an index for this condition, but contains more than the name. */
export function findSuggestedProducts(
  db: Database,
  prefixes: readonly string[],
  { size, selection }: { readonly size: number; readonly selection: Selection },
) {
  return db.execute<{ product: PartialProduct }>(sql`
    select ${productJson(selection)} as product from products p
    where p.deleted_at is null and ${hasWordsWithPrefixes(sql`p.words`, prefixes)}
      and ${hasWordsWithPrefixes(sql`lower(p.name)`, prefixes)}
    order by p.units_sold desc, p.name, p.id limit ${size}`);
}
