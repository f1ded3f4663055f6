import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "../../../test/support/order-database.ts";
import { explainStatements } from "../../../test/support/query-plans.ts";
import { type ListPosition, type ListQuery, type ListSort, listProducts } from "./product-lists.ts";

const open = useDatabase("catalog");
const count = 6_300;

/** The first products are the oldest and cheapest ones. Categories other than those of the tree are not the first one of a product. */
beforeAll(async () => {
  await open().execute(`
    insert into categories (id, slug, name, parent_id, path)
    select 'cat_' || name, name, name, null, array['cat_' || name]
    from unnest(array['tree', 'other', 'limit', 'above', 'newer', 'few', 'empty']) name
    union all
    select 'cat_tree_' || i, 'tree-' || i, 'Tree ' || i, 'cat_tree', array['cat_tree', 'cat_tree_' || i] from generate_series(0, 2) i`);
  await open().execute(`
    insert into products (id, slug, name, description, category_ids, attributes, media, currency, min_price_minor, max_price_minor,
      units_sold, created_at, deleted_at)
    select 'prd_' || md5(i::text), 'p-' || i, 'Gadget ' || hashtext(i::text) % 1000, '', array_remove(array[
        case when i % 2 = 0 then 'cat_tree_' || i % 3 else 'cat_other' end,
        case when i <= 2000 then 'cat_limit' end, case when i <= 2001 then 'cat_above' end,
        case when i > 3000 then 'cat_newer' end, case when i % 300 = 0 then 'cat_few' end
      ], null), '[]', '[]', case when i % 10 = 0 then 'EUR' else 'USD' end, i / 3, i, abs(hashtext('u' || i)) % 50,
      timestamptz '2026-01-01Z' + i / 3 * interval '1 minute', case when i > 2001 and i % 97 = 0 then now() end
    from generate_series(1, ${count}) i`);
  await open().execute(`
    insert into variants (sku, product_id, position, name, options, price_minor, currency)
    select slug, id, 0, '', '[]', min_price_minor, currency from products`);
  await open().execute("insert into stock (sku, available) select sku, 1 from variants");
  for (const table of ["products", "variants", "stock"]) await open().execute(`vacuum analyze ${table}`);
}, 60_000);

const orders: Readonly<Record<ListSort, string>> = {
  newest: "created_at desc, id desc",
  name: "name collate natural_order, id",
  price_asc: "currency <> 'USD', min_price_minor, id",
  price_desc: "currency <> 'USD', min_price_minor desc, id desc",
  best_selling: "units_sold desc, id desc",
};
const sorts = Object.keys(orders) as ListSort[];
const size = 7;

const queryOf = (sort: ListSort, categorySlug: string, after?: ListPosition): ListQuery => ({
  sort,
  categorySlug,
  size,
  currency: "USD",
  after,
  selection: new Set(),
  prices: undefined,
});

async function readPage(query: ListQuery) {
  const [rows = []] = await listProducts(open(), [query]);
  return rows.map(({ product, sort_value: value, snapshot }) => ({ id: product.id, value, snapshot }));
}
const idsOf = (page: readonly { readonly id: string }[]) => page.map(({ id }) => id);

/** Returns the ids of all products of a category in the order of a list. */
async function readOrder(sort: ListSort, slug: string): Promise<readonly string[]> {
  const rows = await open().$client.query(
    `select id from products where deleted_at is null and category_ids && array(
      select c.id from categories c join categories top on c.path @> array[top.id] where top.slug = $1
    ) order by ${orders[sort]}`,
    [slug],
  );
  return rows.map(({ id }) => id as string);
}

/** Compares the pages after some products of a list with the parts of its order. */
async function checkPages(sort: ListSort, slug: string, list: Awaited<ReturnType<typeof readPage>>) {
  const ids = idsOf(list);
  for (const position of [0, 1, 400, list.length >> 1, list.length - size, list.length - 2, list.length - 1]) {
    const after = list[position];
    if (after === undefined) continue;
    const page = await readPage(queryOf(sort, slug, after));
    expect(idsOf(page), `after ${position}`).toEqual(ids.slice(position + 1, position + 2 + size));
  }
}

// The number of products that can be sorted is between those of the categories `limit` and `above`.
const categories: readonly [string, number][] = [
  ["tree", 3_128],
  ["other", 3_128],
  ["limit", 2_000],
  ["above", 2_001],
  ["newer", 3_266],
  ["few", 21],
  ["empty", 0],
];

describe("a list of products of a category", () => {
  it.each(categories)("has the same order in pages as in a whole: %s", async (slug, products) => {
    for (const sort of sorts) {
      const order = await readOrder(sort, slug);
      expect(order).toHaveLength(products);
      const list = await readPage({ ...queryOf(sort, slug), size: count });
      expect(idsOf(list)).toEqual(order);
      expect(idsOf(await readPage(queryOf(sort, slug)))).toEqual(order.slice(0, size + 1));
      await checkPages(sort, slug, list);
    }
  });

  it("reads few products of a small category, in each order", async () => {
    for (const sort of sorts) {
      const [first] = await readPage(queryOf(sort, "few"));
      for (const after of [undefined, first]) {
        const { read, scanned } = await explainStatements(open(), (db) =>
          listProducts(db, [queryOf(sort, "few", after)]),
        );
        expect(scanned).not.toContain("products");
        expect(read).toBeLessThan(150);
      }
    }
  });

  it.each(sorts)("keeps the order of its first page when products change: %s", async (sort) => {
    const lists = [];
    for (const slug of ["tree", "above", "few"]) {
      lists.push({ slug, list: await readPage({ ...queryOf(sort, slug), size: count }) });
    }
    await open().execute(`
      update products set min_price_minor = ${count} - min_price_minor, units_sold = 50 - units_sold, name = 'A ' || name,
        currency = case currency when 'USD' then 'EUR' else 'USD' end
      where hashtext(id) % 3 = 0`);
    for (const { slug, list } of lists) await checkPages(sort, slug, list);
  });
});
