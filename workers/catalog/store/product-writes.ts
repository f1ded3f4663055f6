import { sql } from "drizzle-orm";
import { type DomainError, err, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError, isConstraintViolation } from "../../kit/storage/postgres.ts";
import { invalid } from "../domain/fields.ts";
import { textArray } from "./arrays.ts";
import {
  deleteMissingVariants,
  incoming,
  merged,
  type ProductWrite,
  productWritesJson,
  writeVariants,
} from "./product-write-sql.ts";
import { storedSku } from "./skus.ts";

/** Blocks category writes while a product is written: its categories exist, with the names that it stores. */
const lockTree = sql`lock table categories in share mode`;

/** Inserts a product. */
export async function insertProduct(db: Database, write: ProductWrite): Promise<Result<void, DomainError>> {
  return withConstraintErrors(async () => {
    const insert = db.execute(sql`
      with ${incoming(productWritesJson([write]))}, written as (
        insert into products (id, slug, name, description, brand, category_ids, category_text, option_text, attributes,
          media, currency, min_price_minor, max_price_minor)
        select id, slug, name, description, brand, category_ids, category_text, option_text, attributes, media,
          currency, min, max
        from incoming i where not exists (
          select 1 from unnest(i.category_ids) as c where c not in (select id from categories)
        )
        returning id, slug
      ), ${writeVariants}
      select id from written`);
    const [, { rows }] = await db.batch([db.execute(lockTree), insert]);
    return rows.length > 0 ? ok(undefined) : categoryNotFound;
  });
}

/** Updates a product. Returns CONFLICT when its version is no longer `version`. */
export async function updateProduct(
  db: Database,
  write: ProductWrite,
  version: number,
): Promise<Result<void, DomainError>> {
  return withConstraintErrors(async () => {
    const change = db.execute<{ written: boolean; categoriesExist: boolean }>(sql`
      with ${incoming(productWritesJson([write]))}, categories_check as (
        select not exists (
          select 1 from incoming i, unnest(i.category_ids) as c where c not in (select id from categories)
        ) as exist
      ), written as (
        update products p set slug = i.slug, name = i.name, description = i.description, brand = i.brand,
          category_ids = i.category_ids, category_text = i.category_text, option_text = i.option_text,
          attributes = i.attributes, media = i.media,
          currency = i.currency, min_price_minor = i.min, max_price_minor = i.max, version = p.version + 1,
          updated_at = now()
        from incoming i, categories_check k
        where p.id = i.id and p.version = ${version} and p.deleted_at is null and k.exist
        returning p.id, p.slug
      ), ${writeVariants}, ${deleteMissingVariants}
      select exists (select 1 from written) as written, (select exist from categories_check) as "categoriesExist"`);
    const [, { rows }] = await db.batch([db.execute(lockTree), change]);
    if (rows[0]?.written) return ok(undefined);
    if (rows[0]?.categoriesExist === false) return categoryNotFound;
    return err({ reason: "CONFLICT", message: "The product was changed by another request", field: ["etag"] });
  });
}

/** Inserts or updates products by slug, all or none. Returns the slugs of the inserted ones. */
export async function upsertProducts(
  db: Database,
  writes: readonly ProductWrite[],
): Promise<Result<ReadonlySet<string>, DomainError>> {
  // Every import writes in the same order, so concurrent imports of the same products do not deadlock.
  const sorted = [...writes].sort((a, b) => (a.product.slug < b.product.slug ? -1 : 1));
  return withConstraintErrors(async () => {
    const upsert = db.execute<{ slug: string; created: boolean }>(sql`
      with ${incoming(productWritesJson(sorted))}, ${merged}, written as (
        insert into products (id, slug, name, description, brand, category_ids, category_text, option_text, attributes,
          media, currency, min_price_minor, max_price_minor)
        select id, slug, name, description, brand, array(
            select known.id from unnest(category_ids) with ordinality as requested(id, position)
            join categories known on known.id = requested.id order by requested.position
          ), category_text, option_text, attributes, media, currency, min, max
        from merged order by slug
        on conflict (slug) where deleted_at is null do update set name = excluded.name,
          description = excluded.description, brand = excluded.brand, category_ids = excluded.category_ids,
          category_text = excluded.category_text, option_text = excluded.option_text,
          attributes = excluded.attributes, media = excluded.media,
          currency = excluded.currency, min_price_minor = excluded.min_price_minor,
          max_price_minor = excluded.max_price_minor, version = products.version + 1, updated_at = now()
        returning id, slug, xmax = 0 as created
      ), ${writeVariants}, ${deleteMissingVariants}
      select slug, created from written`);
    const lockProducts = db.execute(sql`
      select 1 from products where slug = any(${textArray(sorted.map(({ product }) => product.slug))})
        and deleted_at is null order by slug for update`);
    const [, , { rows }] = await db.batch([db.execute(lockTree), lockProducts, upsert]);
    return ok(new Set(rows.filter(({ created }) => created).map(({ slug }) => slug)));
  });
}

/** Returns the slug of the product that each SKU on sale belongs to, in any case of the SKU. */
export async function findSkuOwners(db: Database, skus: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.execute<{ sku: string; owner: string }>(sql`
    select requested.sku, p.slug as owner from unnest(${textArray(skus)}) as requested(sku)
    join variants v on v.sku = ${storedSku(sql`requested.sku`)} join products p on p.id = v.product_id
    where v.deleted_at is null`);
  return new Map(rows.map(({ sku, owner }) => [sku, owner]));
}

const categoryNotFound = invalid("UNKNOWN_CATEGORY", "Category not found", "categoryIds");

/** Returns constraint violations as domain errors. */
async function withConstraintErrors<T>(write: () => Promise<Result<T, DomainError>>): Promise<Result<T, DomainError>> {
  try {
    return await write();
  } catch (error) {
    if (isConstraintViolation(error, "products_slug"))
      return invalid("SLUG_TAKEN", "Another product has this slug", "slug");
    if (findPostgresError(error)?.code === "23502" || isConstraintViolation(error, "variants_sku_any_case")) {
      return invalid("SKU_TAKEN", "Another product has one of these SKUs", "variants");
    }
    throw error;
  }
}
