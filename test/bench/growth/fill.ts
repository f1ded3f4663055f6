import { fetchData } from "../../../dev/cli/shop/api.ts";
import type { BenchShop } from "../shop.ts";

// Writes rows in bulk, with SQL, because 100,000 orders or imports would take hours. Triggers are off for these statements:
// no cache has these products, so the outbox needs no rows for them.

type Sql = ReturnType<BenchShop["sql"]>;

async function insertWithoutTriggers(sql: Sql, ...statements: readonly ReturnType<Sql>[]): Promise<void> {
  await sql.transaction([sql`set local session_replication_role = replica`, ...statements]);
}

async function insert(sql: Sql, ...statements: readonly ReturnType<Sql>[]): Promise<void> {
  await insertWithoutTriggers(sql, ...statements);
  // Autovacuum would run this within a minute. Before, each search reads all rows that wait for the full-text index.
  await sql`vacuum analyze`;
}

/** A statement for more rows would take longer than the client waits. */
const chunkRows = 100_000;

/**
 * Copies demo products until the catalog has `total` products. Each copy has words of its own in its name. Products that a search
 * for lamps finds, also as lights, are not copied.
 */
export async function fillProducts(shop: BenchShop, total: number): Promise<void> {
  const sql = shop.sql("catalog");
  const [row] = await sql`select count(*) as count from products`;
  const first = Number(row?.count) + 1;
  if (first > total) return;
  const createIndexes = await dropIndexes(sql, ["products", "variants", "stock"]);
  for (let from = first; from <= total; from += chunkRows) {
    const to = Math.min(from + chunkRows - 1, total);
    await insertWithoutTriggers(
      sql,
      sql`insert into products (id, slug, name, description, brand, category_ids, category_text, option_text, attributes, media,
          currency, min_price_minor, max_price_minor)
        select 'grown_' || n, 'grown-' || n, 'Gadget ' || md5(n::text), p.description, p.brand, p.category_ids, p.category_text,
          p.option_text, p.attributes, p.media, p.currency, p.min_price_minor + n % 1000, p.max_price_minor + n % 1000
        from generate_series(${from}::int, ${to}::int) n
        join (select *, row_number() over (order by id) - 1 as at, count(*) over () as count from products
          where slug not like 'bench-%' and slug not like 'grown-%' and words !~ 'lamp|light') p on p.at = n % p.count`,
      sql`insert into variants (sku, product_id, position, name, options, price_minor, currency)
        select 'GROWN-' || n, 'grown_' || n, 0, 'Default', '[]', p.min_price_minor, p.currency
        from generate_series(${from}::int, ${to}::int) n join products p on p.id = 'grown_' || n`,
      sql`insert into stock (sku, available)
        select 'GROWN-' || n, 1000 from generate_series(${from}::int, ${to}::int) n`,
    );
  }
  await createIndexes();
  await sql`vacuum analyze`;
}

/** Drops the indexes of tables that no constraint needs. Returns how to create them again, which is faster than to update them. */
async function dropIndexes(sql: Sql, tables: readonly string[]): Promise<() => Promise<void>> {
  const indexes = await sql`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = any(${tables}) and indexname not in (select conname from pg_constraint)`;
  for (const { name } of indexes) await sql.query(`drop index "${name}"`);
  return async () => {
    for (const { definition } of indexes) {
      await sql.transaction([sql`set local maintenance_work_mem = '512MB'`, sql.query(String(definition))]);
    }
  };
}

/** Copies the latest order of the buyer until the account has `total` orders. The copies are older. */
export async function fillOrders(shop: BenchShop, total: number): Promise<void> {
  const sql = shop.sql("order");
  const [row] = await sql`
    select count(*) as count, (array_agg(id order by placed_at desc))[1] as id from orders
    where account_id = (select account_id from orders where placed_at is not null order by placed_at desc limit 1)`;
  const from = Number(row?.count) + 1;
  await insert(
    sql,
    sql`insert into orders select (jsonb_populate_record(o, jsonb_build_object('id', 'ord_grown_' || n, 'number', 'GROWN-' || n,
        'idempotency_key', null, 'placed_at', o.placed_at - n * interval '1 minute'))).*
      from generate_series(${from}::int, ${total}::int) n, orders o where o.id = ${row?.id}`,
  );
}

/** Which promotions `fillPromotions` makes: automatic ones are candidates of each order, the others need a code. */
export type PromotionKind = "automatic" | "code";

/** Makes `total` active promotions of this kind, and deletes those of other kinds. No order fulfils their conditions. */
export async function fillPromotions(shop: BenchShop, kind: PromotionKind, total: number): Promise<void> {
  const sql = shop.sql("catalog");
  await sql`delete from promotions`;
  if (total === 0) return;
  const create = `mutation ($input: CreatePromotionInput!) {
    createPromotion(input: $input) { promotion { id } userErrors { code message } }
  }`;
  const input = {
    slug: "grown",
    name: "Grown",
    class: "ORDER",
    automatic: kind === "automatic",
    conditions: { minQuantity: 1_000 },
    reward: { percentage: { basisPoints: 1_000 } },
  };
  type Payload = { createPromotion: { promotion: { id: string } | null; userErrors: readonly { message: string }[] } };
  const { promotion, userErrors } = (await fetchData<Payload>(shop.manager, create, { input })).createPromotion;
  if (promotion === null) throw new Error(userErrors[0]?.message);
  await sql`update promotions set active = true, activated_at = now()`;
  await insert(
    sql,
    sql`insert into promotions select (jsonb_populate_record(p, jsonb_build_object('id', 'grown_' || n, 'slug', 'grown-' || n))).*
      from generate_series(2, ${total}::int) n, promotions p where p.id = ${promotion.id}`,
  );
}
