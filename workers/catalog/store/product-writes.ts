import { type SQL, sql } from "drizzle-orm";
import { err, ok, type Result } from "../../kit/domain/result.ts";
import { type Database, findPostgresError, isConstraint } from "../../kit/storage/postgres.ts";
import { type DomainError, invalid } from "../domain/fields.ts";
import type { ProductDraft } from "../domain/product.ts";
import { texts } from "./arrays.ts";

/** A product to be written, with the id it gets if it is new. */
export interface ProductWrite {
  readonly id: string;
  readonly draft: ProductDraft;
}

/** As JSON for the database: one parameter however many products there are. */
function toJson(writes: readonly ProductWrite[]): string {
  const rows = writes.map(({ id, draft: { variants, ...product } }) => {
    const prices = variants.map(({ priceMinor }) => priceMinor).sort((a, b) => (a < b ? -1 : 1));
    return {
      id,
      ...product,
      brand: product.brand ?? null,
      min: prices[0],
      max: prices.at(-1),
      variants: variants.map((variant, position) => ({ ...variant, position })),
    };
  });
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

/** The rows of `toJson`, and the names on the way to their categories. */
const incoming = (json: string): SQL => sql`
  incoming as materialized (
    select r.*, array(select jsonb_array_elements_text(r."categoryIds")) as category_ids, coalesce((
      select string_agg(distinct c.name, ' ') from categories leaf
      join categories c on leaf.path @> array[c.id]
      where r."categoryIds" ? leaf.id
    ), '') as category_text, coalesce((
      select string_agg(distinct o.value, ' ') from jsonb_to_recordset(r.variants) as v(options jsonb)
      cross join lateral jsonb_to_recordset(v.options) as o(value text)
    ), '') as option_text
    from jsonb_to_recordset(${json}::jsonb) as r(
      id text, slug text, name text, description text, brand text, "categoryIds" jsonb, attributes jsonb, media jsonb,
      currency text, min bigint, max bigint, variants jsonb
    )
  )`;

/**
 * Writes the variants of the products in `written(id, slug)`. A SKU that is on sale as another product's leaves its row
 * without a product, which the table refuses: the whole statement fails with it. One that is off sale comes over. A SKU
 * that is new to its product gets its stock, and the ledger says so; what is held or was sold of it before stays so.
 */
const writeVariants = sql`
  drafts as (
    select w.id as product_id, v.* from written w join incoming i on i.slug = w.slug
    cross join lateral jsonb_to_recordset(i.variants) as v(
      sku text, name text, options jsonb, "priceMinor" bigint, currency text, "initialStock" int, position int
    )
  ), upserted as (
    insert into variants (sku, product_id, position, name, options, price_minor, currency)
    select sku, product_id, position, name, options, "priceMinor", currency from drafts order by sku
    on conflict (sku) do update set
      product_id = case when variants.product_id = excluded.product_id or variants.deleted_at is not null
        then excluded.product_id end,
      position = excluded.position, name = excluded.name, options = excluded.options,
      price_minor = excluded.price_minor, currency = excluded.currency, deleted_at = null
    returning sku, product_id
  ), stocked as (
    insert into stock (sku, available)
    select d.sku, d."initialStock" from drafts d join upserted u on u.sku = d.sku order by d.sku
    on conflict (sku) do nothing
    returning sku, available
  ), taken_over as materialized (
    select s.sku, s.available, d."initialStock" as initial from drafts d join upserted u on u.sku = d.sku
    join variants before on before.sku = d.sku and before.product_id <> u.product_id
    join stock s on s.sku = d.sku order by s.sku for update of s
  ), restocked as (
    update stock s set available = t.initial, updated_at = now() from taken_over t where s.sku = t.sku
    returning s.sku, t.initial - t.available as added
  ), entered as (
    insert into stock_ledger (sku, available, reserved, committed, cause, reference)
    select sku, added, 0, 0, 'initial', sku from (table stocked union all table restocked) as of(sku, added)
    where added <> 0
  )`;

/** Variants of written products that are no longer listed go off sale; their stock stays for the orders that hold it. */
const dropVariants = sql`
  dropped as (
    update variants v set deleted_at = now() from written w
    where v.product_id = w.id and v.deleted_at is null
      and v.sku not in (select d.sku from drafts d where d.product_id = w.id)
  )`;

/** The tree stays as it is while a product is written into it: its categories are there, under the names it notes. */
const lockTree = sql`lock table categories in share mode`;

/** Makes a product. */
export async function insertProduct(db: Database, write: ProductWrite): Promise<Result<void, DomainError>> {
  return refusing(async () => {
    const insert = db.execute(sql`
      with ${incoming(toJson([write]))}, written as (
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
    return rows.length > 0 ? ok(undefined) : unknownCategory;
  });
}

/** Writes a product if it is still at this version. */
export async function updateProduct(
  db: Database,
  write: ProductWrite,
  version: number,
): Promise<Result<void, DomainError>> {
  return refusing(async () => {
    const change = db.execute<{ written: boolean; known: boolean }>(sql`
      with ${incoming(toJson([write]))}, known as (
        select not exists (
          select 1 from incoming i, unnest(i.category_ids) as c where c not in (select id from categories)
        ) as all
      ), written as (
        update products p set slug = i.slug, name = i.name, description = i.description, brand = i.brand,
          category_ids = i.category_ids, category_text = i.category_text, option_text = i.option_text,
          attributes = i.attributes, media = i.media,
          currency = i.currency, min_price_minor = i.min, max_price_minor = i.max, version = p.version + 1,
          updated_at = now()
        from incoming i, known k
        where p.id = i.id and p.version = ${version} and p.deleted_at is null and k.all
        returning p.id, p.slug
      ), ${writeVariants}, ${dropVariants}
      select exists (select 1 from written) as written, (select "all" from known) as known`);
    const [, { rows }] = await db.batch([db.execute(lockTree), change]);
    if (rows[0]?.written) return ok(undefined);
    if (rows[0]?.known === false) return unknownCategory;
    return err({ reason: "CONFLICT", message: "somebody changed the product meanwhile", field: ["etag"] });
  });
}

/** Makes or updates products by slug, all of them or none. Answers with the slugs that are new. */
export async function upsertProducts(
  db: Database,
  writes: readonly ProductWrite[],
): Promise<Result<ReadonlySet<string>, DomainError>> {
  // In one order for everybody, so that two imports of the same products wait for each other instead of in a circle.
  const sorted = [...writes].sort((a, b) => (a.draft.slug < b.draft.slug ? -1 : 1));
  return refusing(async () => {
    const upsert = db.execute<{ slug: string; created: boolean }>(sql`
      with ${incoming(toJson(sorted))}, written as (
        insert into products (id, slug, name, description, brand, category_ids, category_text, option_text, attributes,
          media, currency, min_price_minor, max_price_minor)
        select id, slug, name, description, brand, array(
            select known.id from unnest(category_ids) with ordinality as given(id, place)
            join categories known on known.id = given.id order by given.place
          ), category_text, option_text, attributes, media, currency, min, max
        from incoming order by slug
        on conflict (slug) where deleted_at is null do update set name = excluded.name,
          description = excluded.description, brand = excluded.brand, category_ids = excluded.category_ids,
          category_text = excluded.category_text, option_text = excluded.option_text,
          attributes = excluded.attributes, media = excluded.media,
          currency = excluded.currency, min_price_minor = excluded.min_price_minor,
          max_price_minor = excluded.max_price_minor, version = products.version + 1, updated_at = now()
        returning id, slug, xmax = 0 as created
      ), ${writeVariants}, ${dropVariants}
      select slug, created from written`);
    const [, { rows }] = await db.batch([db.execute(lockTree), upsert]);
    return ok(new Set(rows.filter(({ created }) => created).map(({ slug }) => slug)));
  });
}

/** Which of these SKUs are on sale as which product's, by slug. */
export async function findOwners(db: Database, skus: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.execute<{ sku: string; owner: string }>(sql`
    select v.sku, p.slug as owner from variants v join products p on p.id = v.product_id
    where v.sku = any(${texts(skus)}) and v.deleted_at is null`);
  return new Map(rows.map(({ sku, owner }) => [sku, owner]));
}

const unknownCategory = invalid("UNKNOWN_CATEGORY", "there is no such category", "categoryIds");

async function refusing<T>(write: () => Promise<Result<T, DomainError>>): Promise<Result<T, DomainError>> {
  try {
    return await write();
  } catch (error) {
    if (isConstraint(error, "products_slug")) return invalid("SLUG_TAKEN", "another product has this slug", "slug");
    if (findPostgresError(error)?.code === "23502") {
      return invalid("SKU_TAKEN", "another product has one of these SKUs", "variants");
    }
    throw error;
  }
}
