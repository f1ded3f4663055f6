import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/storage/postgres.ts";
import { textArray } from "./arrays.ts";
import { type MarketPrices, marketCte, marketId, type ProductRead } from "./market-prices.ts";
import { allFields } from "./product-fields.ts";
import { productJson, variantColumns, volatileVariantJson } from "./product-json.ts";
import type { PartialProduct, PartialVariant, ProductRow, VariantRow } from "./product-rows.ts";
import { storedSkus } from "./skus.ts";

export interface ProductKeys {
  readonly ids: readonly string[];
  readonly slugs: readonly string[];
}

/** Returns a product with all fields and variants. */
export async function findProduct(
  db: Database,
  id: string,
  prices: MarketPrices | undefined,
): Promise<ProductRow | undefined> {
  const [product] = await findFullProducts(db, { ids: [id], slugs: [] }, prices);
  return product;
}

/** Returns products with all fields, in no particular order. */
export async function findFullProducts(
  db: Database,
  keys: ProductKeys,
  prices: MarketPrices | undefined,
): Promise<readonly ProductRow[]> {
  return (await findProducts(db, keys, { selection: allFields, prices })) as readonly ProductRow[];
}

/** Returns the selected fields of products, in no particular order. */
export async function findProducts(
  db: Database,
  { ids, slugs }: ProductKeys,
  read: ProductRead,
): Promise<readonly PartialProduct[]> {
  const { rows } = await db.execute<{ product: PartialProduct }>(sql`
    ${marketCte(read)} select ${productJson(read)} as product from products p
    where (p.id = any(${textArray(ids)}) or p.slug = any(${textArray(slugs)})) and p.deleted_at is null`);
  return rows.map(({ product }) => product);
}

/** What changes without a new version of the product, and the version of its other fields. */
export type VolatileProduct = {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  /** Present when a market is read. */
  readonly marketId?: string | null;
  readonly variants: readonly VolatileVariant[];
};

/** `taxClassName` is present when the tax class is selected, prices when a market is read. */
type VolatileVariant = Pick<VariantRow, "sku" | "available" | "reserved" | "stockAt"> &
  Partial<Pick<VariantRow, "taxClassName" | "marketPrice" | "unitPrices">>;

export async function findVolatileProducts(
  db: Database,
  { ids, slugs }: ProductKeys,
  read: ProductRead,
): Promise<readonly VolatileProduct[]> {
  const market = read.prices === undefined ? sql`` : sql`, ${sql.raw(marketId)} as "marketId"`;
  const { rows } = await db.execute<VolatileProduct>(sql`
    ${marketCte(read)} select p.id, p.slug, p.version ${market}, json_agg(${volatileVariantJson(read)}) as variants
    from products p join variants v on v.product_id = p.id and v.deleted_at is null join stock s on s.sku = v.sku
    where (p.id = any(${textArray(ids)}) or p.slug = any(${textArray(slugs)})) and p.deleted_at is null
    group by p.id`);
  return rows;
}

type VariantOfProduct = PartialVariant & { readonly productId: string; readonly marketId?: string | null };

/** Returns the variants of these SKUs in any case that are on sale, in no particular order. */
export async function findVariants(
  db: Database,
  skus: readonly string[],
  read: ProductRead,
): Promise<readonly VariantOfProduct[]> {
  const { rows } = await db.execute<VariantOfProduct>(sql`
    ${marketCte(read)} select ${variantColumns(read)}, p.id as "productId"
    from variants v join products p on p.id = v.product_id join stock s on s.sku = v.sku
    where v.sku = any(${storedSkus(skus)}) and v.deleted_at is null and p.deleted_at is null`);
  return rows;
}

/** Returns SQL for an array of the ids of a category and its descendants. */
export function subtreeIds(slug: string): SQL {
  return sql`array(
    select below.id from categories below join categories top on below.path @> array[top.id] where top.slug = ${slug}
  )`;
}

/** Returns the units of confirmed orders by product, without unknown products. */
export async function findUnitsSold(
  db: Database,
  ids: readonly string[],
): Promise<readonly { readonly productId: string; readonly units: number }[]> {
  const { rows } = await db.execute<{ productId: string; units: number }>(sql`
    select id as "productId", least(units_sold, 2147483647)::int as units from products where id = any(${textArray(ids)})`);
  return rows;
}
