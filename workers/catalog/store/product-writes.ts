import { type SQL, sql } from "drizzle-orm";
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
  recordChanges,
  writeVariants,
} from "./product-write-sql.ts";
import { storedSku } from "./skus.ts";

/** Blocks category writes while a product is written: its categories exist, with the names that it stores. */
const lockTree = sql`lock table categories in share mode`;

/** Inserts a product. `actor` is recorded as the one who changed it: see `actorOf`. */
export async function insertProduct(
  db: Database,
  write: ProductWrite,
  actor: string,
): Promise<Result<void, DomainError>> {
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
        returning id, slug, version
      ), ${writeVariants}, ${recordChanges("incoming", actor)}
      select id from written`);
    const [, { rows }] = await db.batch([db.execute(lockTree), insert]);
    return rows.length > 0 ? ok(undefined) : categoryNotFound;
  });
}

/** Updates a product. Returns CONFLICT when its version is no longer `version`. */
export async function updateProduct(
  db: Database,
  write: ProductWrite,
  { version, actor }: { readonly version: number; readonly actor: string },
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
        returning p.id, p.slug, p.version
      ), ${writeVariants}, ${deleteMissingVariants}, ${recordChanges("incoming", actor)}
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
  actor: string,
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
        returning id, slug, version, xmax = 0 as created
      ), ${writeVariants}, ${deleteMissingVariants}, ${recordChanges("merged", actor)}
      select slug, created from written`);
    const lockProducts = db.execute(sql`
      select 1 from products where slug = any(${textArray(sorted.map(({ product }) => product.slug))})
        and deleted_at is null order by slug for update`);
    const [, , { rows }] = await db.batch([db.execute(lockTree), lockProducts, upsert]);
    return ok(new Set(rows.filter(({ created }) => created).map(({ slug }) => slug)));
  });
}

/** Returns those of the slugs that a product has. */
export async function findExistingSlugs(db: Database, slugs: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.execute<{ slug: string }>(sql`
    select slug from products where slug = any(${textArray(slugs)}) and deleted_at is null`);
  return new Set(rows.map(({ slug }) => slug));
}

/** Returns the slug of the product that each SKU on sale belongs to, in any case of the SKU. */
export async function findSkuOwners(db: Database, skus: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.execute<{ sku: string; owner: string }>(sql`
    select requested.sku, p.slug as owner from unnest(${textArray(skus)}) as requested(sku)
    join variants v on v.sku = ${storedSku(sql`requested.sku`)} join products p on p.id = v.product_id
    where v.deleted_at is null`);
  return new Map(rows.map(({ sku, owner }) => [sku, owner]));
}

/** Marks a product and its variants as deleted. Returns whether the product existed. */
export async function deleteProduct(db: Database, id: string, actor: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    with deleted as (
      update products p set deleted_at = now(), version = version + 1, deleted_skus = array(
        select v.sku from variants v where v.product_id = p.id and v.deleted_at is null order by v.position
      )
      where id = ${id} and deleted_at is null returning id, version
    ), deleted_variants as (
      update variants set deleted_at = now() where product_id in (select id from deleted) and deleted_at is null
    ), ${recordDeletion("deleted", actor)}
    select id from deleted`);
  return rows.length > 0;
}

/**
 * Undoes the deletion of a product and of the variants that were deleted with it. A SKU that another product has used since is
 * taken, even if that product is deleted too: its variant has the values of that product. Locks the variants, so that a
 * concurrent write that takes a SKU is seen. Categories that were deleted since are left out.
 */
export async function restoreProduct(db: Database, id: string, actor: string): Promise<Result<void, DomainError>> {
  return withConstraintErrors(async () => {
    const restore = db.execute<{ restored: boolean; found: boolean; deleted: boolean }>(sql`
      with target as materialized (
        select id, coalesce(deleted_skus, array(
          select v.sku from variants v where v.product_id = products.id and v.deleted_at = products.deleted_at
        )) as skus
        from products where id = ${id} and deleted_at is not null for update
      ), locked as materialized (
        select v.sku, v.product_id, v.deleted_at from variants v
        where v.sku = any(array(select unnest(skus) from target)) order by v.sku for update
      ), free as materialized (
        select t.id, t.skus from target t where cardinality(t.skus) > 0 and cardinality(t.skus) = (
          select count(*) from locked l where l.product_id = t.id and l.deleted_at is not null
        )
      ), restored as (
        update products p set deleted_at = null, deleted_skus = null, version = p.version + 1, updated_at = now(),
          category_ids = array(
            select c.id from unnest(p.category_ids) with ordinality as r(id, position)
            join categories c on c.id = r.id order by r.position
          ), category_text = coalesce((
            select string_agg(distinct c.name, ' ') from categories leaf
            join categories c on leaf.path @> array[c.id] where leaf.id = any(p.category_ids)
          ), '')
        from free f where p.id = f.id returning p.id, p.version
      ), restored_variants as (
        update variants v set deleted_at = null from free f where v.product_id = f.id and v.sku = any(f.skus)
      ), ${recordDeletion("restored", actor)}
      select exists (select from restored) as restored, exists (select from target) as deleted,
        exists (select from products where id = ${id}) as found`);
    const [, { rows }] = await db.batch([db.execute(lockTree), restore]);
    if (rows[0]?.restored) return ok(undefined);
    if (rows[0]?.deleted) return invalid("SKU_TAKEN", "Another product has used one of the product's SKUs", "id");
    if (rows[0]?.found) return invalid("ALREADY_RESTORED", "The product is not deleted", "id");
    return invalid("NOT_FOUND", "Product not found", "id");
  }).then(atId);
}

/** The caller of a restore sends no slug: the error is about the product. */
function atId<T>(result: Result<T, DomainError>): Result<T, DomainError> {
  return result.ok ? result : err({ ...result.error, field: ["id"] });
}

function recordDeletion(rows: "deleted" | "restored", actor: string): SQL {
  return sql`
    changes as (
      insert into product_changes (product_id, version, actor, fields)
      select id, version, ${actor}, '{deleted}' from ${sql.raw(rows)}
    )`;
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
