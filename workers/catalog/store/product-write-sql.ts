import { type SQL, sql } from "drizzle-orm";
import type { ValidProduct } from "../domain/product.ts";
import { storedSku } from "./skus.ts";

/** Fields that an import can leave as they are. */
export const preservedFields = [
  "description",
  "brand",
  "categories",
  "attributes",
  "media",
  "basePrices",
  "taxClass",
  "weight",
  "variantMedia",
] as const;
export type PreservedField = (typeof preservedFields)[number];

/** A product to write. `id` is used when the product is new. */
export interface ProductWrite {
  readonly id: string;
  readonly product: ValidProduct;
  /** Fields that keep their values when the product exists. Imports only. */
  readonly preserved?: readonly PreservedField[];
}

/** Returns products as JSON: one statement parameter for any number of products. */
export function productWritesJson(writes: readonly ProductWrite[]): string {
  const rows = writes.map(({ id, product: { variants, ...product }, preserved = [] }) => {
    const prices = variants.map(({ priceMinor }) => priceMinor).sort((a, b) => (a < b ? -1 : 1));
    return {
      id,
      ...product,
      brand: product.brand ?? null,
      preserved,
      min: prices[0],
      max: prices.at(-1),
      variants: variants.map((variant, position) => ({ ...variant, position })),
    };
  });
  return JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

/**
 * Defines `incoming`: the rows of `productWritesJson`, with text columns that search uses. `category_text` has the names on
 * the paths of the categories, `option_text` the values of the variants' options.
 */
export const incoming = (json: string): SQL => sql`
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
      currency text, min bigint, max bigint, variants jsonb, preserved jsonb
    )
  )`;

/**
 * Defines `merged`: the rows of `incoming` with the values that existing products keep. The products must be locked in an
 * earlier statement, so that a concurrent change is neither missed nor undone.
 */
export const merged = sql`
  merged as materialized (
    select i.id, i.slug, i.name, i.currency, i.min, i.max, i.option_text,
      ${preserveOr("description", sql`i.description`, sql`e.description`)} as description,
      ${preserveOr("brand", sql`i.brand`, sql`e.brand`)} as brand,
      ${preserveOr("categories", sql`i.category_ids`, sql`e.category_ids`)} as category_ids,
      ${preserveOr("categories", sql`i.category_text`, sql`e.category_text`)} as category_text,
      ${preserveOr("attributes", sql`i.attributes`, sql`e.attributes`)} as attributes,
      ${preserveOr("media", sql`i.media`, sql`e.media`)} as media
    from incoming i left join products e on e.slug = i.slug and e.deleted_at is null
  )`;

function preserveOr(field: PreservedField, incomingValue: SQL, existingValue: SQL): SQL {
  const isPreserved = sql.raw(`e.id is not null and i.preserved ? '${field}'`);
  return sql`case when ${isPreserved} then ${existingValue} else ${incomingValue} end`;
}

/**
 * Writes the variants of the products in `written(id, slug)`.
 *
 * A SKU on sale that belongs to another product gets a null product id, which violates a constraint: the whole statement
 * fails. A SKU off sale, or of another product that is written, moves to the new product. A SKU is written with its stored
 * spelling. A SKU that is new to its product gets its initial stock, with an entry
 * in the ledger. Its reserved and committed units stay unchanged. Fields that are preserved keep their values only in a SKU
 * that the product has on sale.
 */
export const writeVariants = sql`
  new_variants as (
    select w.id as product_id, coalesce(${storedSku(sql`v.sku`)}, v.sku) as sku, v.name, v.options, v."priceMinor",
      v.currency, v."initialStock", v.position, v."taxClass", v."weightGrams", v.media, v."basePrices", i.preserved
    from written w join incoming i on i.slug = w.slug
    cross join lateral jsonb_to_recordset(i.variants) as v(
      sku text, name text, options jsonb, "priceMinor" bigint, currency text, "initialStock" int, position int,
      "taxClass" text, "weightGrams" int, media jsonb, "basePrices" jsonb
    )
  ), preserving as materialized (
    select v.sku, v.tax_class, v.weight_grams, v.media from new_variants n
    join variants v on v.sku = n.sku and v.product_id = n.product_id and v.deleted_at is null
    where n.preserved ?| array['taxClass', 'weight', 'variantMedia', 'basePrices']
  ), upserted as (
    insert into variants (sku, product_id, position, name, options, price_minor, currency, tax_class, weight_grams, media)
    select n.sku, n.product_id, n.position, n.name, n.options, n."priceMinor", n.currency,
      case when o.sku is not null and n.preserved ? 'taxClass' then o.tax_class else n."taxClass" end,
      case when o.sku is not null and n.preserved ? 'weight' then o.weight_grams else n."weightGrams" end,
      case when o.sku is not null and n.preserved ? 'variantMedia' then o.media else n.media end
    from new_variants n left join preserving o on o.sku = n.sku order by n.sku
    on conflict (sku) do update set
      product_id = case when variants.product_id in (select id from written) or variants.deleted_at is not null
        then excluded.product_id end,
      position = excluded.position, name = excluded.name, options = excluded.options,
      price_minor = excluded.price_minor, currency = excluded.currency, tax_class = excluded.tax_class,
      weight_grams = excluded.weight_grams, media = excluded.media, deleted_at = null
    returning sku, product_id
  ), deleted_prices as (
    delete from variant_prices b using new_variants n
    where b.sku = n.sku and (b.currency = n.currency or not (
      n."basePrices" @> jsonb_build_array(jsonb_build_object('currency', b.currency))
      or n.preserved ? 'basePrices' and n.sku in (select sku from preserving)
    ))
  ), priced as (
    insert into variant_prices (sku, currency, amount_minor)
    select n.sku, b.currency, b."amountMinor" from new_variants n join upserted u on u.sku = n.sku
    cross join lateral jsonb_to_recordset(n."basePrices") as b(currency text, "amountMinor" bigint)
    order by n.sku, b.currency
    on conflict (sku, currency) do update set amount_minor = excluded.amount_minor
  ), stocked as (
    insert into stock (sku, available)
    select n.sku, n."initialStock" from new_variants n join upserted u on u.sku = n.sku order by n.sku
    on conflict (sku) do nothing
    returning sku, available
  ), moved as materialized (
    select s.sku, s.available, n."initialStock" as initial from new_variants n join upserted u on u.sku = n.sku
    join variants before on before.sku = n.sku and before.product_id <> u.product_id
    join stock s on s.sku = n.sku order by s.sku for update of s
  ), restocked as (
    update stock s set available = m.initial, updated_at = now() from moved m where s.sku = m.sku
    returning s.sku, m.initial - m.available as added
  ), ledger_entries as (
    insert into stock_ledger (sku, available, reserved, committed, cause, reference)
    select sku, added, 0, 0, 'initial', sku from (table stocked union all table restocked) as of(sku, added)
    where added <> 0
  )`;

/** Marks variants as deleted that the written product no longer lists. Their stock stays for orders that hold it. */
export const deleteMissingVariants = sql`
  deleted_variants as (
    update variants v set deleted_at = now() from written w
    where v.product_id = w.id and v.deleted_at is null
      and v.sku not in (select sku from new_variants)
  )`;

/**
 * Records which fields each product in `written(id, slug, version)` changed, unless none did. `rows` has the new values: `incoming`
 * or `merged`. The statement sees the tables as they were before it. Names are those of the public API.
 */
export function recordChanges(rows: "incoming" | "merged", actor: string): SQL {
  return sql`
  changes as (
    insert into product_changes (product_id, version, actor, fields)
    select w.id, w.version, ${actor}, d.fields
    from written w join ${sql.raw(rows)} n on n.slug = w.slug left join products e on e.id = w.id
    cross join lateral (select array_remove(array[
      case when e.slug is distinct from n.slug then 'slug' end,
      case when e.name is distinct from n.name then 'name' end,
      case when e.description is distinct from n.description then 'description' end,
      case when e.brand is distinct from n.brand then 'brand' end,
      case when e.category_ids is distinct from n.category_ids then 'categories' end,
      case when e.attributes is distinct from n.attributes then 'attributes' end,
      case when e.media is distinct from n.media then 'media' end,
      case when (${variantsBefore}) is distinct from (${variantsAfter}) then 'variants' end
    ], null) as fields) d
    where d.fields <> '{}'
  )`;
}

const variantsBefore = sql`
  select jsonb_agg(jsonb_build_array(v.sku, v.name, v.options, v.price_minor, v.currency, v.tax_class, v.weight_grams, v.media, (
    select jsonb_object_agg(b.currency, b.amount_minor) from variant_prices b where b.sku = v.sku
  )) order by v.position)
  from variants v where v.product_id = e.id and v.deleted_at is null`;

/** As `writeVariants` writes them. */
const variantsAfter = sql`
  select jsonb_agg(jsonb_build_array(v.sku, v.name, v.options, v."priceMinor", v.currency,
    case when o.sku is not null and v.preserved ? 'taxClass' then o.tax_class else v."taxClass" end,
    case when o.sku is not null and v.preserved ? 'weight' then o.weight_grams else v."weightGrams" end,
    case when o.sku is not null and v.preserved ? 'variantMedia' then o.media else v.media end,
    case when o.sku is not null and v.preserved ? 'basePrices' then (
      select jsonb_object_agg(b.currency, b.amount_minor) from variant_prices b where b.sku = v.sku and b.currency <> v.currency
    ) else (
      select jsonb_object_agg(b.currency, b."amountMinor")
      from jsonb_to_recordset(v."basePrices") as b(currency text, "amountMinor" bigint)
    ) end) order by v.position)
  from new_variants v left join preserving o on o.sku = v.sku where v.product_id = w.id`;
