import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { texts } from "./arrays.ts";
import {
  everything,
  milliseconds,
  type PartialProduct,
  type ProductRow,
  productJson,
  type Selection,
  type VariantRow,
  variantColumns,
} from "./product-rows.ts";

export interface ProductNames {
  readonly ids: readonly string[];
  readonly slugs: readonly string[];
}

/** With its variants. */
export async function findProduct(db: Database, id: string): Promise<ProductRow | undefined> {
  const { rows } = await db.execute<{ product: ProductRow }>(
    sql`select ${productJson(everything)} as product from products p where p.id = ${id} and p.deleted_at is null`,
  );
  return rows[0]?.product;
}

/** Whole, and in no order. */
export async function findWholeProducts(db: Database, names: ProductNames): Promise<readonly ProductRow[]> {
  return (await findProducts(db, names, everything)) as readonly ProductRow[];
}

/** In no order. */
export async function findProducts(
  db: Database,
  { ids, slugs }: ProductNames,
  selection: Selection,
): Promise<readonly PartialProduct[]> {
  const { rows } = await db.execute<{ product: PartialProduct }>(sql`
    select ${productJson(selection)} as product from products p
    where (p.id = any(${texts(ids)}) or p.slug = any(${texts(slugs)})) and p.deleted_at is null`);
  return rows.map(({ product }) => product);
}

/** What of a product changes with every sale, and the version of the rest. */
export type Levels = {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  readonly stock: readonly Pick<VariantRow, "sku" | "available" | "reserved" | "stockAt">[];
};

export async function findLevels(db: Database, { ids, slugs }: ProductNames): Promise<readonly Levels[]> {
  const { rows } = await db.execute<Levels>(sql`
    select p.id, p.slug, p.version, json_agg(json_build_object('sku', v.sku, 'available', s.available,
      'reserved', s.reserved, 'stockAt', ${sql.raw(milliseconds("s.updated_at"))})) as stock
    from products p join variants v on v.product_id = p.id and v.deleted_at is null join stock s on s.sku = v.sku
    where (p.id = any(${texts(ids)}) or p.slug = any(${texts(slugs)})) and p.deleted_at is null
    group by p.id`);
  return rows;
}

type VariantOfProduct = VariantRow & { readonly productId: string };

/** Variants that are on sale, by SKU. */
export async function findVariants(db: Database, skus: readonly string[]): Promise<readonly VariantOfProduct[]> {
  const { rows } = await db.execute<VariantOfProduct>(sql`
    select ${variantColumns}, p.id as "productId"
    from variants v join products p on p.id = v.product_id join stock s on s.sku = v.sku
    where v.sku = any(${texts(skus)}) and v.deleted_at is null and p.deleted_at is null`);
  return rows;
}

/** The ids of a category and all below it, as an array. */
export function subtree(slug: string): SQL {
  return sql`array(
    select below.id from categories below join categories top on below.path @> array[top.id] where top.slug = ${slug}
  )`;
}

/** Takes a product off sale. True when there was one. */
export async function deleteProduct(db: Database, id: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    with gone as (
      update products set deleted_at = now(), version = version + 1 where id = ${id} and deleted_at is null returning id
    ), variants_gone as (
      update variants set deleted_at = now() where product_id in (select id from gone) and deleted_at is null
    )
    select id from gone`);
  return rows.length > 0;
}
