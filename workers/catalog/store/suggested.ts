import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { texts } from "./arrays.ts";
import { type CategoryRow, categoryColumns } from "./categories.ts";
import { type PartialProduct, productJson, type Selection } from "./product-rows.ts";

/** Whether every one of these words begins some word of a text. Words hold letters and digits alone. */
function beginIn(words: readonly string[], text: SQL): SQL {
  return sql`${text} ~ all(${texts(words.map((word) => `\\m${word}`))})`;
}

export function findSuggestedCategories(db: Database, words: readonly string[], size: number) {
  return db.execute<CategoryRow>(sql`
    select ${categoryColumns} from categories c where ${beginIn(words, sql`lower(c.name)`)}
    order by cardinality(c.path), c.name, c.id limit ${size}`);
}

/** The best-selling first. `words` of the table has an index for this; it holds more than the name. */
export function findSuggestedProducts(
  db: Database,
  words: readonly string[],
  { size, selection }: { readonly size: number; readonly selection: Selection },
) {
  return db.execute<{ product: PartialProduct }>(sql`
    select ${productJson(selection)} as product from products p
    where p.deleted_at is null and ${beginIn(words, sql`p.words`)} and ${beginIn(words, sql`lower(p.name)`)}
    order by p.units_sold desc, p.name, p.id limit ${size}`);
}
