import { drizzle } from "drizzle-orm/neon-http";
import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "../../../test/support/order-database.ts";
import { explainStatements } from "../../../test/support/query-plans.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import type { PromotionStatus } from "../domain/pricing/promotion.ts";
import { countProducts } from "./categories.ts";
import { listCouponCodes } from "./coupon-codes.ts";
import { listImportErrors, listImports } from "./imports.ts";
import { listPriceLists, listPrices, type PriceQuery } from "./price-lists.ts";
import { listProductChanges } from "./product-changes.ts";
import { type ListPosition, type ListSort, listProducts } from "./product-lists.ts";
import { findSkuOwners } from "./product-writes.ts";
import { findUnitsSold } from "./products.ts";
import { listPromotions } from "./promotions.ts";
import { listQueryTotals } from "./search-queries.ts";
import { findReservations, listHeldReservations, listStock, listStockLedger, type StockQuery } from "./stock-lists.ts";
import { listSynonymGroups } from "./synonyms.ts";
import { listTaxRates } from "./taxes.ts";

const open = useDatabase("catalog");
const products = 100_000;

/** One SKU in 1,000 has a threshold, one reservation in 1,000 is held. Triggers are off: no one reads the outbox. */
beforeAll(async () => {
  const { $client } = open();
  const off = $client.query("set local session_replication_role = replica");
  // A statement has ten seconds.
  const insert = async (rows: number, statement: string) => {
    for (let from = 1; from <= rows; from += 4_000) {
      const series = `generate_series(${from}, ${Math.min(from + 3_999, rows)}) i`;
      await $client.transaction([off, $client.query(`${statement} from ${series}`)]);
    }
  };
  await insert(
    999,
    `insert into categories (id, slug, name, parent_id, path)
    select 'cat_' || i, 'c' || i, 'Category ' || i, case when i >= 10 then 'cat_' || i / 10 end,
      case when i < 10 then array['cat_' || i]
        when i < 100 then array['cat_' || i / 10, 'cat_' || i] else array['cat_' || i / 100, 'cat_' || i / 10, 'cat_' || i] end`,
  );
  await insert(
    products,
    `insert into products (id, slug, name, description, category_ids, attributes, media, currency, min_price_minor, max_price_minor)
    select 'prd_' || i, 'p-' || i, 'Gadget ' || i, repeat('A gadget. ', 30), array['cat_' || 100 + i % 900], '[]', '[]', 'USD', 100, 100`,
  );
  await insert(
    products,
    `insert into variants (sku, product_id, position, name, options, price_minor, currency)
    select 'SKU-' || i, 'prd_' || i, 0, 'v', '[]', 100, 'USD'`,
  );
  await insert(
    products,
    `insert into stock (sku, available, committed, low_stock_threshold, words)
    select 'SKU-' || i, 5 + abs(hashtext('SKU-' || i)) % 1000, abs(hashtext('SKU-' || i)) % 77, case when i % 1000 = 0 then 50 end,
      words_of_stock('SKU-' || i, 'Gadget ' || i)`,
  );
  await insert(
    50_000,
    `insert into stock_ledger (sku, available, reserved, committed, cause, reference)
    select 'SKU-' || 1 + i % 1000, 1, 0, 0, 'adjust', 'acc_1: count'`,
  );
  await insert(
    50_000,
    `insert into reservations (id, order_id, status, expires_at)
    select 'ord_' || i, 'ord_' || i, case when i % 1000 = 0 then 'held' else 'committed' end, now() + interval '1 hour'`,
  );
  await insert(
    50_000,
    `insert into reservation_items (reservation_id, position, sku, quantity, name, product_id, unit_price_minor, currency)
    select 'ord_' || i, 1, 'SKU-' || 1 + i % 3, 1, 'n', 'prd_1', 100, 'USD'`,
  );
  await insert(
    50_000,
    `insert into product_changes (product_id, version, actor, fields)
    select 'prd_' || 1 + i % 10000, i, 'system', '{name}'`,
  );
  await insert(
    100_000,
    `insert into search_queries (day, query, searches, results)
    select current_date - i % 30, 'gadget ' || i, 1 + i % 9, i % 3`,
  );
  await insert(
    50_000,
    `insert into prices (price_list_id, sku, currency, min_quantity, amount_minor)
    select 'plt_' || i % 2, 'SKU-' || i, 'USD', 1, 10`,
  );
  await insert(
    50_000,
    `insert into coupon_codes (id, promotion_id, code, batch_key)
    select 'cpn_' || lpad((i * 7919 % 50000)::text, 6, '0'), 'prm_' || i % 50, 'Code' || i, 'k'`,
  );
  await insert(
    50_000,
    `insert into reservation_redemptions (reservation_id, promotion_id, code_id)
    select 'ord_' || i, 'prm_' || i % 50, 'cpn_' || lpad((i * 7919 % 50000)::text, 6, '0')`,
  );
  await insert(
    50_000,
    `insert into import_errors (job_id, line, code, message, field) select 'imp_' || i % 10, i, 'REQUIRED', 'm', '{}'`,
  );
  await insert(
    8_000,
    `insert into import_jobs (id, idempotency_key, request_hash, file_name, size, dry_run, status)
    select 'imp_' || i, i, '', 'products.jsonl', 1, false, 'COMPLETED'`,
  );
  await insert(
    8_000,
    `insert into price_lists (id, slug, name, type) select 'plt_' || i, 'list-' || i, 'List', 'SALE'`,
  );
  await insert(
    8_000,
    `insert into promotions (id, slug, name, class, automatic, conditions, reward, activated_at, created_at)
    select 'prm_' || i, 'p-' || i, 'Promotion', 'ORDER', false, '{}', '{}', case when i % 2 = 0 then now() end,
      now() - i * interval '1 minute'`,
  );
  await insert(
    8_000,
    `insert into tax_rates (id, name, tax_class, country_code, postal_code_prefix, rate_ppm, combinable)
    select 'txr_' || i, 'Rate', 'standard', case when i % 100 = 0 then 'NL' else 'US' end, i, 1, false`,
  );
  await insert(1_000, "insert into synonym_groups (id, words) select 'syn_' || i, array['a' || i, 'b' || i]");
  const tables = await $client.query("select relname as name from pg_stat_user_tables where schemaname = 'public'");
  for (const { name } of tables) await $client.query(`vacuum analyze ${name}`);
}, 300_000);

/** Returns the lines of the plan for all parameters, which Postgres uses for a statement that it has prepared. */
async function explainPrepared(run: (db: Database) => Promise<unknown>): Promise<readonly string[]> {
  const { $client } = open();
  const statements: { readonly query: string; readonly params: readonly unknown[] }[] = [];
  const logger = { logQuery: (query: string, params: unknown[]) => void statements.push({ query, params }) };
  await run(drizzle($client, { logger }) as unknown as Database);
  const [statement] = statements;
  if (statement === undefined) throw new Error("No statement was executed");
  const parameters = statement.params.map((value) => `'${String(value).replaceAll("'", "''")}'`).join(", ");
  const results = await $client.transaction([
    $client.query("set local plan_cache_mode = force_generic_plan"),
    $client.query(`prepare listed as ${statement.query}`),
    $client.query(`explain execute listed (${parameters})`),
    $client.query("deallocate listed"),
  ]);
  return (results[2] ?? []).map((row) => String(row["QUERY PLAN"]));
}

const codes =
  (prefix: string, after = "") =>
  (db: Database) =>
    listCouponCodes(db, [{ promotionId: "prm_1", prefix, after, limit: 51 }]);
const pricesOf = (sku: string, after?: PriceQuery["after"]) => (db: Database) =>
  listPrices(db, [{ priceListId: "plt_1", sku, after, limit: 51 }]);
const promotionsOf =
  (...statuses: readonly PromotionStatus[]) =>
  (db: Database) =>
    listPromotions(db, { statuses, after: { time: Date.now(), id: "prm_1" }, limit: 51, now: new Date() });
const productsBy =
  (sort: ListSort, categorySlug = "", after?: ListPosition) =>
  (db: Database) =>
    listProducts(db, [
      { sort, categorySlug, size: 50, currency: "USD", after, selection: new Set(), prices: undefined },
    ]);
const afterProduct: ListPosition = { value: "Gadget 5", id: "prd_5", snapshot: undefined };
const listIndexes = (...indexes: readonly string[]) =>
  ["categories_path", "categories_slug", "products_categories", "products_pkey", ...indexes].toSorted();

const allStock: StockQuery = {
  query: "",
  categorySlug: "",
  lowStock: undefined,
  maxAvailable: undefined,
  sort: "available",
  after: undefined,
  limit: 51,
  counts: true,
};

const usesOfCode = ["reservation_redemptions_code", "reservations_pkey"];
const priceKey = "prices_price_list_id_sku_currency_min_quantity_pk";
const allRates = { countryCode: "", taxClass: "", after: undefined, limit: 101 };

describe(`a list of managers, with ${products.toLocaleString("en")} products`, () => {
  const statements: readonly [string, (db: Database) => Promise<unknown>, readonly string[], readonly string[]][] = [
    ["stock by SKU", (db) => listStock(db, { ...allStock, sort: "sku", counts: false }), ["stock_pkey"], []],
    [
      "a later page",
      (db) => listStock(db, { ...allStock, sort: "sku", counts: false, after: { value: 0, sku: "SKU-5" } }),
      ["stock_pkey"],
      [],
    ],
    // Decision 0067.
    ["stock by units", (db) => listStock(db, allStock), [], ["stock"]],
    ["low stock", (db) => listStock(db, { ...allStock, lowStock: true }), ["stock_thresholds", "variants_pkey"], []],
    [
      "stock that is not low",
      (db) => listStock(db, { ...allStock, lowStock: false }),
      ["stock_thresholds", "variants_pkey"],
      ["stock"],
    ],
    [
      "stock by a part of the SKU or of the name",
      (db) => listStock(db, { ...allStock, query: "4711" }),
      ["stock_words"],
      [],
    ],
    // No join: one scan of the narrow table counts them, another one finds the page.
    ["stock by a word of every name", (db) => listStock(db, { ...allStock, query: "gadget" }), [], ["stock"]],
    ["stock by two characters", (db) => listStock(db, { ...allStock, query: "ga" }), [], ["stock"]],
    ["stock by two characters of no name", (db) => listStock(db, { ...allStock, query: "zz" }), [], ["stock"]],
    [
      "low stock by a word of every name",
      (db) => listStock(db, { ...allStock, query: "gadget", lowStock: true }),
      ["stock_thresholds", "variants_pkey"],
      [],
    ],
    // A hash join reads whole tables once, so that a category of many products is not slower.
    [
      "stock of a category",
      (db) => listStock(db, { ...allStock, categorySlug: "c123" }),
      ["categories_path", "categories_slug", "products_search"],
      ["stock", "variants"],
    ],
    [
      "the ledger of a SKU",
      (db) => listStockLedger(db, { sku: "sku-7", before: "40000", limit: 51 }),
      ["stock_ledger_newest", "variants_pkey", "variants_sku_any_case"],
      [],
    ],
    [
      "the reservations of a SKU",
      (db) => listHeldReservations(db, { sku: "sku-2", after: undefined, limit: 21 }),
      ["reservation_items_reservation_id_sku_pk", "reservations_expiry", "variants_pkey", "variants_sku_any_case"],
      [],
    ],
    [
      "reservations by id",
      (db) => findReservations(db, ["ord_1", "ord_2"]),
      ["reservation_items_reservation_id_sku_pk", "reservations_pkey"],
      [],
    ],
    [
      "the changes of a product",
      (db) => listProductChanges(db, { productId: "prd_7", before: 40_000, limit: 21 }),
      ["product_changes_product_id_version_pk"],
      [],
    ],
    [
      "the owner of a SKU",
      (db) => findSkuOwners(db, ["sku-7"]),
      ["products_pkey", "variants_pkey", "variants_sku_any_case"],
      [],
    ],
    [
      "queries of 30 days",
      (db) => listQueryTotals(db, { from: "2020-01-01", to: "2099-01-01", withoutResults: true, limit: 20 }),
      [],
      ["search_queries"],
    ],
    ["units sold", (db) => findUnitsSold(db, ["prd_7", "prd_8"]), ["products_pkey"], []],
    // It counts all products for every request, without reading them.
    ["products by category", (db) => countProducts(db), ["categories_pkey", "products_categories"], []],
    ["products, newest first", productsBy("newest"), ["products_newest"], []],
    ["products by name", productsBy("name"), ["products_name"], []],
    ["products by price", productsBy("price_asc"), ["products_pkey", "products_price"], []],
    ["products by price, highest first", productsBy("price_desc"), ["products_pkey", "products_price"], []],
    ["products by units sold", productsBy("best_selling"), ["products_sold"], []],
    // A large category is read in the order of the list, and a small one is sorted. Decision 0083.
    ["products of a large category", productsBy("newest", "c1"), listIndexes("products_newest"), []],
    ["products of a small category", productsBy("newest", "c12"), listIndexes("products_search"), []],
    ["products of a small category by name", productsBy("name", "c123"), listIndexes("products_search"), []],
    ["products of a small category by price", productsBy("price_desc", "c123"), listIndexes("products_search"), []],
    [
      "a later page of a large category",
      productsBy("name", "c1", afterProduct),
      listIndexes("products_name", "products_placed_by"),
      [],
    ],
    [
      "a later page of a small category",
      productsBy("name", "c123", afterProduct),
      listIndexes("products_placed_by", "products_search"),
      [],
    ],
    ["codes of a promotion", codes("", "cpn_000051"), ["coupon_codes_promotion", ...usesOfCode], []],
    ["codes that begin with a text", codes("code47"), ["coupon_codes_prefix", ...usesOfCode], []],
    ["codes that begin with a text of all codes", codes("c"), ["coupon_codes_prefix", ...usesOfCode], []],
    [
      "a later page of these",
      codes("c", "cpn_000051"),
      ["coupon_codes_pkey", "coupon_codes_prefix", ...usesOfCode],
      [],
    ],
    ["codes that begin with a text of no code", codes("zz"), ["coupon_codes_prefix"], []],
    ["prices of a list", pricesOf("", { sku: "SKU-5", currency: "USD", minQuantity: 1 }), [priceKey], []],
    ["prices of a SKU in a list", pricesOf("sku-4711"), [priceKey, "variants_sku_lower"], []],
    ["price lists", (db) => listPriceLists(db, "list-5", 51), ["price_lists_slug"], []],
    // They are sorted from wide to narrow.
    ["tax rates", (db) => listTaxRates(db, { ...allRates, after: "US  5" }), [], ["tax_rates"]],
    ["tax rates of a country", (db) => listTaxRates(db, { ...allRates, countryCode: "NL" }), ["tax_rates_country"], []],
    ["imports", (db) => listImports(db, "imp_5", 51), ["import_jobs_pkey"], []],
    ["errors of an import", (db) => listImportErrors(db, "imp_7", 20_000, 51), ["import_errors_job_id_line_pk"], []],
    ["synonyms", listSynonymGroups, ["synonym_groups_pkey"], []],
  ];

  it("stock by a text, prepared: the text is split into words once, not for each row", async () => {
    const plan = await explainPrepared((db) => listStock(db, { ...allStock, query: "zz" }));
    const filters = plan.filter((line) => line.includes("Filter:"));
    expect(filters).toHaveLength(2);
    for (const filter of filters) expect(filter).not.toMatch(/regexp_replace|search_text|lower/);
  });

  it.each<[ListSort, string]>([
    ["newest", "2026-01-01Z"],
    ["name", "Gadget 5"],
    ["best_selling", "0"],
  ])("products, prepared, sorted by %s: no part of the plan reads all of them", async (sort, value) => {
    const after = { ...afterProduct, value };
    for (const list of [productsBy(sort, "", after), productsBy(sort, "c12"), productsBy(sort, "c12", after)]) {
      const plan = await explainPrepared(list);
      expect(plan.filter((line) => line.includes("Seq Scan on products"))).toEqual([]);
    }
  });

  it.each(statements)("%s", async (_name, run, indexes, scanned) => {
    const plan = await explainStatements(open(), run);
    expect(plan.scanned).toEqual(scanned);
    expect(plan.indexes).toEqual(indexes);
    if (scanned.length === 0) expect(plan.removed).toBeLessThan(2_000);
  });

  // Either of two indexes finds the reservations that are held.
  it.each([
    ["promotions", promotionsOf()],
    ["promotions with a status", promotionsOf("DRAFT", "ENDED")],
  ])("%s: are read with an index, and their uses are counted without a scan", async (_name, run) => {
    const { indexes, scanned } = await explainStatements(open(), run);
    expect(scanned).toEqual([]);
    expect(indexes).toEqual(expect.arrayContaining(["promotions_newest", ...usesOfCode]));
  });

  it("has each code with a prefix once, in pages in the order of the codes", async () => {
    const [first = []] = await codes("cODE475")(open());
    expect(first.map(({ code }) => code)).toEqual(["Code47501", "Code4751", "Code47551"]);
    const [rest = []] = await codes("cODE475", first[0]?.id)(open());
    expect(rest).toEqual(first.slice(1));
    expect((await codes("%")(open()))[0]).toEqual([]);
    expect((await codes("ode")(open()))[0]).toEqual([]);
  });

  it("has the prices of a SKU in any case", async () => {
    const [found] = await pricesOf("sKu-4711")(open());
    expect(found?.map(({ sku }) => sku)).toEqual(["SKU-4711"]);
  });
});
