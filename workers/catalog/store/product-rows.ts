import { type SQL, sql } from "drizzle-orm";
import type { MediaFile, NamedValue } from "../tables.ts";

/** How much of a product is read: with `variants`, each with its stock. */
export interface Selection {
  readonly variants: boolean;
}

export interface VariantRow {
  readonly sku: string;
  readonly name: string;
  readonly options: readonly NamedValue[];
  /** Digits: JSON has no 64-bit numbers. */
  readonly price: string;
  readonly currency: string;
  readonly available: number;
  readonly reserved: number;
  /** Milliseconds since the epoch. */
  readonly stockAt: number;
}

export interface ProductRow extends Record<string, unknown> {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly brand: string | null;
  readonly category_ids: readonly string[];
  readonly attributes: readonly NamedValue[];
  readonly media: readonly MediaFile[];
  readonly currency: string;
  readonly min_price: string;
  readonly max_price: string;
  readonly version: number;
  readonly created_ms: string;
  readonly updated_ms: string;
  readonly in_stock: boolean;
  readonly variants: readonly VariantRow[] | null;
}

const milliseconds = (column: string): SQL => sql.raw(`(extract(epoch from ${column}) * 1000)::bigint`);

const scalarColumns = sql`
  p.id, p.slug, p.name, p.description, p.brand, p.category_ids, p.attributes, p.media, p.currency,
  p.min_price_minor as min_price, p.max_price_minor as max_price, p.version,
  ${milliseconds("p.created_at")} as created_ms, ${milliseconds("p.updated_at")} as updated_ms`;

const variantList = sql`(
  select coalesce(json_agg(json_build_object(
      'sku', v.sku, 'name', v.name, 'options', v.options, 'price', v.price_minor::text, 'currency', v.currency,
      'available', s.available, 'reserved', s.reserved, 'stockAt', ${milliseconds("s.updated_at")}
    ) order by v.position), '[]'::json)
  from variants v join stock s on s.sku = v.sku
  where v.product_id = p.id and v.deleted_at is null
)`;

const anyInStock = sql`exists (
  select 1 from variants v join stock s on s.sku = v.sku
  where v.product_id = p.id and v.deleted_at is null and s.available > 0
)`;

/**
 * The columns of a `ProductRow`, from a table called `p`. Variants and their stock come in the same row: a page of
 * products is one statement.
 */
export function productColumns({ variants }: Selection): SQL {
  const list = variants ? variantList : sql`null::json`;
  return sql`${scalarColumns}, ${anyInStock} as in_stock, ${list} as variants`;
}
