import { sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import type { NamedValue } from "../tables/products.ts";
import { textArray } from "./arrays.ts";

/** A product with every field that the search index contains. */
export interface IndexedProduct extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly brand: string | null;
  readonly description: string;
  readonly attributes: readonly NamedValue[];
  readonly currency: string;
  /** Decimal digits, because JSON has no 64-bit integers. */
  readonly min_price: string;
  readonly max_price: string;
  readonly units_sold: string;
  readonly created_ms: string;
  readonly variants: readonly {
    readonly sku: string;
    readonly options: readonly NamedValue[];
    readonly price: string;
    readonly available: number;
  }[];
  /** Its own categories (`leaf`) and all their ancestors. */
  readonly categories: readonly { readonly slug: string; readonly name: string; readonly leaf: boolean }[];
}

const columns = sql`
  p.id, p.name, p.brand, p.description, p.attributes, p.currency, p.min_price_minor::text as min_price,
  p.max_price_minor::text as max_price, p.units_sold::text as units_sold,
  (extract(epoch from p.created_at) * 1000)::bigint::text as created_ms, (
    select coalesce(json_agg(json_build_object('sku', v.sku, 'options', v.options, 'price', v.price_minor::text,
      'available', s.available)
      order by v.position), '[]')
    from variants v join stock s on s.sku = v.sku where v.product_id = p.id and v.deleted_at is null
  ) as variants, (
    select coalesce(json_agg(json_build_object('slug', c.slug, 'name', c.name, 'leaf', c.id = any(p.category_ids))
      order by cardinality(c.path), c.id), '[]')
    from categories c where c.id in (
      select unnest(leaf.path) from categories leaf where leaf.id = any(p.category_ids)
    )
  ) as categories`;

/** Returns the products among `ids` that are not deleted. */
export async function findIndexedProducts(db: Database, ids: readonly string[]): Promise<readonly IndexedProduct[]> {
  const { rows } = await db.execute<IndexedProduct>(
    sql`select ${columns} from products p where p.id = any(${textArray(ids)}) and p.deleted_at is null`,
  );
  return rows;
}

/**
 * Returns the products after an id, sorted by id, and an outbox version. The version is drawn before the products are
 * read: these are two statements, each with its own snapshot.
 */
export async function listIndexedProducts(
  db: Database,
  after: string,
  size: number,
): Promise<{ readonly version: string; readonly products: readonly IndexedProduct[] }> {
  const [{ rows: versions }, { rows: products }] = await db.batch([
    db.execute<{ version: string }>(sql`select nextval('outbox_version')::text as version`),
    db.execute<IndexedProduct>(sql`
      select ${columns} from products p where p.id > ${after} and p.deleted_at is null order by p.id limit ${size}`),
  ]);
  return { version: versions[0]?.version ?? "", products };
}
