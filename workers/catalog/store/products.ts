import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../../kit/postgres.ts";
import { texts } from "./arrays.ts";
import { type ProductRow, productColumns, type Selection } from "./product-rows.ts";

export type ProductKey = { readonly id: string } | { readonly slug: string };

export async function findProduct(
  db: Database,
  key: ProductKey,
  selection: Selection,
): Promise<ProductRow | undefined> {
  const where = "id" in key ? sql`p.id = ${key.id}` : sql`p.slug = ${key.slug}`;
  const { rows } = await db.execute<ProductRow>(
    sql`select ${productColumns(selection)} from products p where ${where} and p.deleted_at is null`,
  );
  return rows[0];
}

export async function findProducts(
  db: Database,
  ids: readonly string[],
  selection: Selection,
): Promise<readonly ProductRow[]> {
  const { rows } = await db.execute<ProductRow>(
    sql`select ${productColumns(selection)} from products p where p.id = any(${texts(ids)}) and p.deleted_at is null`,
  );
  return rows;
}

export interface VariantColumns extends Record<string, unknown> {
  readonly sku: string;
  readonly name: string;
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly price: string;
  readonly currency: string;
  readonly product_id: string;
  readonly product_name: string;
  readonly available: number;
  readonly reserved: number;
  readonly stock_ms: string;
}

/** Variants that are on sale, by SKU. */
export async function findVariants(db: Database, skus: readonly string[]): Promise<readonly VariantColumns[]> {
  const { rows } = await db.execute<VariantColumns>(sql`
    select v.sku, v.name, v.options, v.price_minor::text as price, v.currency, v.product_id, p.name as product_name,
      s.available, s.reserved, (extract(epoch from s.updated_at) * 1000)::bigint as stock_ms
    from variants v join products p on p.id = v.product_id join stock s on s.sku = v.sku
    where v.sku = any(${texts(skus)}) and v.deleted_at is null and p.deleted_at is null`);
  return rows;
}

export type ListSort = "newest" | "name" | "price_asc" | "price_desc" | "best_selling";

/** What each order sorts by, how the value goes into a cursor and back, and which way it runs. */
const sorts: Readonly<Record<ListSort, { column: SQL; type: SQL; descending: boolean }>> = {
  newest: { column: sql`p.created_at`, type: sql`timestamptz`, descending: true },
  name: { column: sql`p.name`, type: sql`text`, descending: false },
  price_asc: { column: sql`p.min_price_minor`, type: sql`bigint`, descending: false },
  price_desc: { column: sql`p.min_price_minor`, type: sql`bigint`, descending: true },
  best_selling: { column: sql`p.units_sold`, type: sql`bigint`, descending: true },
};

export interface ListQuery {
  readonly size: number;
  readonly sort: ListSort;
  readonly categorySlug: string;
  /** The sort value and id of the last product of the page before. */
  readonly after: readonly [value: string, id: string] | undefined;
  readonly selection: Selection;
}

export type ListedRow = ProductRow & { readonly sort_value: string };

/** A page of products, by position and not by count, so that it stays right while rows come and go; one more than asked for. */
export async function listProducts(db: Database, query: ListQuery): Promise<readonly ListedRow[]> {
  const { column, type, descending } = sorts[query.sort];
  const direction = descending ? sql`desc` : sql`asc`;
  const beyond = descending ? sql`<` : sql`>`;
  const { after, categorySlug } = query;
  const position =
    after === undefined ? sql`` : sql`and (${column}, p.id) ${beyond} (${after[0]}::${type}, ${after[1]})`;
  const within = categorySlug === "" ? sql`` : sql`and p.category_ids && ${subtree(categorySlug)}`;
  const { rows } = await db.execute<ListedRow>(sql`
    select ${productColumns(query.selection)}, ${column}::text as sort_value
    from products p where p.deleted_at is null ${within} ${position}
    order by ${column} ${direction}, p.id ${direction} limit ${query.size + 1}`);
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
