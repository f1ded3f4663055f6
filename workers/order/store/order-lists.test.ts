import { beforeAll, describe, expect, it } from "vitest";
import { insertDeadLetters } from "../../../test/support/large-shop.ts";
import { useOrderDatabase } from "../../../test/support/order-database.ts";
import { explainStatements } from "../../../test/support/query-plans.ts";
import { maxCounted } from "../../kit/domain/limits.ts";
import type { Database } from "../../kit/storage/postgres.ts";
import { newOrder } from "../domain/order.ts";
import { listDeadLetters, listOpenDeadLetters } from "./dead-letters.ts";
import { countOrders, countOrdersByStatus, type ListPosition, listOrders, type OrderPage } from "./order-lists.ts";
import { listChangedOrders, readSales, readStatistics } from "./sales.ts";
import { searchKeysOf } from "./search-keys.ts";
import { findMonthsWithoutSums, listTopProducts, writeSumsOfMonth } from "./sold-products.ts";

const open = useOrderDatabase();

beforeAll(async () => {
  // One of 1,000 orders is authorized, one of 500 is shipped in part, one of 5,000 waits, and one of 10,000 needs attention.
  for (let first = 1; first < 100_000; first += 5_000) await insertOrders(first, first + 4_999);
  await open().execute("vacuum analyze orders");
}, 120_000);

const insertOrders = (first: number, last: number) =>
  open().execute(`
    insert into orders (id, account_id, status, number, placed_at, updated_at, confirmed_at, payment_status,
      fulfillment_status, email_key, currency, total_minor, country_code, search_keys, deadline_at, rejection_code, unit_count, lines, refunds,
      last_refunded_at)
    select 'ord_' || lpad(i::text, 6, '0'), 'acc_' || (i % 50),
      case when i % 10000 = 0 then 'NEEDS_ATTENTION' when i % 5000 = 0 then 'RESERVED' when i % 20 = 0 then 'REJECTED'
        else 'CONFIRMED' end,
      'N-' || i, timestamptz '2026-01-01Z' + i * interval '1 minute', timestamptz '2026-01-01Z' + i * interval '1 minute',
      case when i % 20 > 0 then timestamptz '2026-01-01Z' + i * interval '1 minute' end,
      case when i % 1000 = 0 then 'AUTHORIZED' else 'PAID' end,
      case when i % 500 = 0 then 'PARTIALLY_FULFILLED' else 'UNFULFILLED' end,
      case when i % 10 = 0 then 'guest' || (i % 1000) || '@example.com' end,
      case when i % 10 = 0 then 'EUR' else 'USD' end, (i::bigint * 7919) % 100000,
      case when i % 400 = 0 then 'IS' else 'NL' end, array['sku:lamp-' || (i % 500), 'ref:pi_' || i,
        'name:ada ' || case when i % 700 = 0 then 'lovelace' else 'smith ' || (i % 9000) end,
        'name:' || case when i % 700 = 0 then 'lovelace' else 'smith ' || (i % 9000) end],
      case when i % 5000 = 0 and i % 10000 > 0 then timestamptz '2026-01-01Z' + i * interval '1 minute' end,
      case when i % 20 = 0 then case when i % 40 = 0 then 'OUT_OF_STOCK' else 'PAYMENT_DECLINED' end end,
      2,
      jsonb_build_array(
        jsonb_build_object('sku', 'LAMP-' || (i % 500), 'name', 'Lamp', 'quantity', 1, 'unitPriceMinor', '1000',
          'productId', 'prd_' || (i % 500), 'discountedTotalMinor', '900'),
        jsonb_build_object('sku', 'DESK-' || (i % 300), 'name', 'Desk', 'quantity', 1, 'unitPriceMinor', '2000',
          'productId', 'prd_d' || (i % 300), 'discountedTotalMinor', '2000')),
      case when i % 50 = 1 then jsonb_build_array(jsonb_build_object('at',
        (extract(epoch from timestamptz '2026-01-02Z' + i * interval '1 minute') * 1000)::bigint, 'amountMinor', '500'))
        else '[]' end,
      case when i % 50 = 1 then timestamptz '2026-01-02Z' + i * interval '1 minute' end
    from generate_series(${first}, ${last}) i`);

const allOrders: OrderPage = {
  accountId: undefined,
  size: 20,
  sort: "NEWEST",
  number: undefined,
  email: undefined,
  statuses: [],
  disputeStatuses: [],
  paymentStatuses: [],
  fulfillmentStatuses: [],
  placedFrom: undefined,
  placedTo: undefined,
  countryCodes: [],
  search: {},
  total: undefined,
  isStuck: undefined,
  now: new Date("2026-04-01T00:00:00Z"),
  after: undefined,
};

const explain = (page: Partial<OrderPage>) =>
  explainStatements(open(), (db) => listOrders(db, { ...allOrders, ...page }));
const find = async (page: Partial<OrderPage>) =>
  (await listOrders(open(), { ...allOrders, ...page })).map(({ id }) => Number(id.slice(4)));

describe("a list of orders among 100,000", () => {
  it("finds a contact email and an account with two indexes, and reads few other rows", async () => {
    const { indexes, removed } = await explain({ email: { key: "guest10@example.com", accountId: "acc_77" } });
    expect(indexes.toSorted()).toEqual([expect.stringMatching(/^orders_account_/), "orders_email"]);
    expect(removed).toBeLessThan(50);
  });

  const after: ListPosition = { sort: "NEWEST", at: new Date("2026-01-10T00:00:00Z"), id: "ord_1" };
  const afterOldest: ListPosition = { ...after, sort: "OLDEST" };
  const afterTotal: ListPosition = { sort: "TOTAL_DESC", currency: "USD", totalMinor: 5_000n, id: "ord_1" };
  const search = (conditions: OrderPage["search"]) => ({ search: conditions });
  it.each<[string, Partial<OrderPage>, string]>([
    ["all orders", {}, "orders_newest"],
    ["the next page of all orders", { after }, "orders_newest"],
    ["all orders, oldest first", { sort: "OLDEST", after: afterOldest }, "orders_newest"],
    ["all orders by total", { sort: "TOTAL_DESC" }, "orders_total"],
    ["a late page of all orders by total", { sort: "TOTAL_DESC", after: afterTotal }, "orders_total"],
    ["a small range of totals", { total: { currency: "EUR", min: 99_900n, max: 99_990n } }, "orders_total"],
    ["a status", { statuses: ["NEEDS_ATTENTION"] }, "orders_needs_attention"],
    ["the next page of a rare status", { statuses: ["RESERVED"], after }, "orders_status"],
    ["a payment status", { paymentStatuses: ["AUTHORIZED"] }, "orders_payment_status"],
    ["the next page of a payment status", { paymentStatuses: ["AUTHORIZED"], after }, "orders_payment_status"],
    ["two payment statuses", { paymentStatuses: ["AUTHORIZED", "VOIDED"] }, "orders_payment_status"],
    ["a fulfillment status", { fulfillmentStatuses: ["PARTIALLY_FULFILLED"] }, "orders_fulfillment_status"],
    [
      "a period",
      { placedFrom: new Date("2026-01-02T00:00:00Z"), placedTo: new Date("2026-01-02T01:00:00Z") },
      "orders_newest",
    ],
    [
      "the orders of an account with a status",
      { accountId: "acc_7", paymentStatuses: ["PAID"] },
      "orders_account_newest",
    ],
    ["a number", { number: "N-77" }, "orders_number"],
    ["a contact email", { email: { key: "guest10@example.com", accountId: undefined } }, "orders_email"],
    ["a rare country", { countryCodes: ["IS"] }, "orders_country"],
    ["a common country", { countryCodes: ["NL", "BE"] }, "orders_newest"],
    ["orders that do not progress", { isStuck: true }, "orders_unsettled"],
  ])("is read with an index, and few other rows: %s", async (_name, page, index) => {
    const { types, indexes, removed } = await explain(page);
    expect(types).not.toContain("Seq Scan");
    expect(indexes).toEqual([index]);
    expect(removed).toBeLessThan(50);
  });

  it.each<[string, Partial<OrderPage>, readonly string[]]>([
    ["the beginning of a rare name", search({ customerName: "Lovel" }), ["orders_pkey", "orders_search"]],
    ["two characters of no name", search({ customerName: "zz" }), ["orders_search"]],
    ["a character of every name", search({ customerName: "a" }), ["orders_newest", "orders_pkey", "orders_search"]],
    ["the name of every customer", search({ customerName: "Ada" }), ["orders_newest", "orders_pkey", "orders_search"]],
    [
      "the next page of the name of every customer, by total",
      { ...search({ customerName: "Ada" }), sort: "TOTAL_DESC", after: afterTotal },
      ["orders_pkey", "orders_search", "orders_total"],
    ],
    ["a SKU", search({ sku: "LAMP-77" }), ["orders_pkey", "orders_search"]],
    ["a SKU, by total", { ...search({ sku: "LAMP-77" }), sort: "TOTAL_DESC" }, ["orders_pkey", "orders_search"]],
    ["the provider's id of a transaction", search({ providerReference: "pi_77" }), ["orders_pkey", "orders_search"]],
  ])("is found with the index of keys, and few other rows: %s", async (_name, page, expected) => {
    const { types, indexes, read } = await explain(page);
    expect(types).not.toContain("Seq Scan");
    expect(indexes).toEqual(expected);
    expect(read).toBeLessThan(2_200);
  });

  it("is counted with an index, at most 10,000, and by status", async () => {
    const statuses = ["RESERVED", "CONFIRMED", "REJECTED", "NEEDS_ATTENTION", "CANCELLED"];
    const total = await explainStatements(open(), (db) => countOrders(db, allOrders));
    const byStatus = await explainStatements(open(), (db) => countOrdersByStatus(db, allOrders, statuses));
    expect([...total.types, ...byStatus.types]).not.toContain("Seq Scan");
    const bySku = await explainStatements(open(), (db) =>
      countOrdersByStatus(db, { ...allOrders, search: { sku: "LAMP-77" } }, statuses),
    );
    expect(bySku.indexes).toEqual(["orders_search"]);
    expect(byStatus.indexes).toEqual(["orders_status"]);
    expect(await countOrders(open(), allOrders)).toBe(10_000);
    expect(await countOrders(open(), { ...allOrders, statuses: ["REJECTED"] })).toBe(4_980);
    const counts = await countOrdersByStatus(open(), { ...allOrders, statuses: ["REJECTED"] }, statuses);
    expect(Object.fromEntries(counts)).toEqual({
      RESERVED: 10,
      CONFIRMED: 10_000,
      REJECTED: 4_980,
      NEEDS_ATTENTION: 10,
      CANCELLED: 0,
    });
  });

  it.each<[string, Partial<OrderPage>, number, object]>([
    ["few orders", search({ customerName: "Lovel" }), 200, { REJECTED: 140, RESERVED: 1, NEEDS_ATTENTION: 1 }],
    [
      "the name of every customer",
      search({ customerName: "Ada" }),
      40_000,
      { CONFIRMED: 10_000, REJECTED: 4_980, RESERVED: 10 },
    ],
    ["a common country", { countryCodes: ["NL"] }, 40_000, { CONFIRMED: 10_000, REJECTED: 4_740, NEEDS_ATTENTION: 0 }],
  ])("reads a limited number of rows to count by status: %s", async (_name, page, maxRead, expected) => {
    const statuses = ["RESERVED", "CONFIRMED", "REJECTED", "NEEDS_ATTENTION"];
    const count = (db: Database) => countOrdersByStatus(db, { ...allOrders, ...page }, statuses);
    const { read } = await explainStatements(open(), count);
    expect(read).toBeLessThan(maxRead);
    expect(Object.fromEntries(await count(open()))).toMatchObject(expected);
  });
});

describe("the conditions of a list", () => {
  it("include both bounds of a total, in its currency", async () => {
    const [row] = await listOrders(open(), { ...allOrders, number: "N-77" });
    const total = row?.totalMinor ?? 0n;
    expect(total).toBe(9_763n);
    const inRange = async (currency: string, min: bigint | undefined, max: bigint | undefined) =>
      (await find({ total: { currency, min, max } })).includes(77);
    expect(await inRange("USD", total, total)).toBe(true);
    expect([await inRange("USD", total + 1n, total + 1n), await inRange("USD", total - 1n, total - 1n)]).toEqual([
      false,
      false,
    ]);
    expect(await inRange("EUR", total, total)).toBe(false);
  });

  it("select the orders that do not progress: overdue, waiting for too long, or for staff", async () => {
    const now = new Date("2026-02-01T00:00:00Z");
    const stuck = await find({ isStuck: true, now, size: 100 });
    expect(stuck).toHaveLength(14);
    expect(stuck.every((id) => id % 10_000 === 0 || (id % 5_000 === 0 && id < 44_640))).toBe(true);
    const others = await find({ isStuck: false, now, statuses: ["RESERVED", "NEEDS_ATTENTION"], size: 100 });
    expect([...stuck, ...others].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => (index + 1) * 5_000),
    );
  });

  it("lead through all orders by total, largest first, without a gap between the pages", async () => {
    const page = { statuses: ["RESERVED", "NEEDS_ATTENTION"], sort: "TOTAL_DESC", size: 100 } as const;
    const all = await listOrders(open(), { ...allOrders, ...page });
    const keys = all.map(({ currency, totalMinor, id }) => [currency, -Number(totalMinor), id] as const);
    expect(keys).toEqual(
      keys.toSorted((a, b) => (a[0] === b[0] ? a[1] - b[1] || (a[2] < b[2] ? -1 : 1) : a[0] < b[0] ? -1 : 1)),
    );
    expect(all).toHaveLength(20);
    const seventh = all[6];
    if (seventh === undefined) throw new Error("There is no seventh order");
    const rest = await find({ ...page, after: { sort: "TOTAL_DESC", ...seventh } });
    expect(rest).toEqual(all.slice(7).map(({ id }) => Number(id.slice(4))));
  });
});

describe("a search in pages", () => {
  it.each(["NEWEST", "OLDEST", "TOTAL_DESC"] as const)("has each order with a rare name once: %s", async (sort) => {
    const page = { ...allOrders, search: { customerName: "lovelace" }, sort, size: 50 };
    const all = await listOrders(open(), { ...page, size: 500 });
    expect(all).toHaveLength(142);
    const found: string[] = [];
    for (let after: ListPosition | undefined; ; ) {
      const rows = await listOrders(open(), { ...page, after });
      found.push(...rows.slice(0, 50).map(({ id }) => id));
      const last = rows[49];
      if (rows.length <= 50 || last === undefined) break;
      const { id, placedAt, currency, totalMinor } = last;
      after = sort === "TOTAL_DESC" ? { sort, currency, totalMinor, id } : { sort, at: placedAt ?? new Date(0), id };
    }
    expect(found).toEqual(all.map(({ id }) => id));
  });

  it("has the orders of the list if every customer has the name", async () => {
    const after: ListPosition = { sort: "NEWEST", at: new Date("2026-01-10T00:00:00Z"), id: "ord_1" };
    for (const sort of ["NEWEST", "OLDEST", "TOTAL_DESC"] as const) {
      const position = sort === "NEWEST" ? after : undefined;
      const page = { sort, after: position, statuses: ["REJECTED"] };
      expect(await find({ ...page, search: { customerName: "ada" } })).toEqual(await find(page));
    }
  });
});

describe("sales and statistics of 100,000 orders", () => {
  const day = { from: new Date("2026-02-01T00:00:00Z"), to: new Date("2026-02-02T00:00:00Z"), currency: "USD" };
  const report = { ...day, interval: "day", timeZone: "America/New_York", marketId: undefined } as const;

  it.each<[string, (db: Database) => Promise<unknown>, readonly string[]]>([
    ["the statistics of a day", (db) => readStatistics(db, day), ["orders_statistics"]],
    ["the products of a day", (db) => listTopProducts(db, day, 10), ["orders_newest"]],
    ["the sales of a day", (db) => readSales(db, report, 401), ["orders_confirmed", "orders_refunded"]],
    [
      "orders that have changed",
      (db) => listChangedOrders(db, new Date("2026-03-11T00:00:00Z"), 200),
      ["orders_changed"],
    ],
  ])("are read with an index: %s", async (_name, run, expected) => {
    const { types, indexes } = await explainStatements(open(), run);
    expect(types).not.toContain("Seq Scan");
    expect(indexes.toSorted()).toEqual(expected);
  });

  it("of all days are read from an index alone, without a sort on disk", async () => {
    const all = { ...report, from: new Date("2026-01-01T00:00:00Z"), to: new Date("2026-12-01T00:00:00Z") };
    const statistics = await explainStatements(open(), (db) => readStatistics(db, all));
    const sales = await explainStatements(open(), (db) => readSales(db, all, 401));
    expect([statistics.types, sales.types]).toEqual([
      expect.arrayContaining(["Index Only Scan"]),
      expect.arrayContaining(["Index Only Scan"]),
    ]);
    expect(statistics.indexes).toEqual(["orders_statistics"]);
    expect(sales.indexes).toEqual(["orders_confirmed", "orders_refunded"]);
    expect([...statistics.types, ...sales.types]).not.toContain("Seq Scan");
    expect(sales.sortsOnDisk).toBe(false);
  });

  it("read the products of all days from the sums of months, and from the orders of a month without sums", async () => {
    const all = { ...day, from: new Date("2026-01-01T00:00:00Z"), to: new Date("2026-12-01T00:00:00Z") };
    const fromOrders = await listTopProducts(open(), all, 50);
    for (const month of await findMonthsWithoutSums(open(), new Date("2026-03-05T00:00:00Z"), 10)) {
      await writeSumsOfMonth(open(), month);
    }
    const { scanned, read } = await explainStatements(open(), (db) => listTopProducts(db, all, 50));
    expect(scanned).not.toContain("orders");
    // 15,040 orders of March, and 1,600 sums.
    expect(read).toBeLessThan(20_000);
    expect(await listTopProducts(open(), all, 50)).toEqual(fromOrders);
  });

  it("count each order and each refund in the local day of its time, also on a day of 23 hours", async () => {
    const [from, to] = [new Date("2026-03-07T05:00:00Z"), new Date("2026-03-10T04:00:00Z")];
    const rows = await readSales(open(), { ...report, from, to }, 401);
    // The clock is set forward on March 8 at 02:00.
    const starts = ["2026-03-07T05:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"];
    expect(rows.map(({ starts_ms }) => Number(starts_ms))).toEqual(starts.map((at) => Date.parse(at)));
    const minuteOf = (at: string) => (Date.parse(at) - Date.parse("2026-01-01T00:00:00Z")) / 60_000;
    const bounds = [...starts.map(minuteOf), minuteOf(to.toISOString())];
    const expected = starts.map((_, index) => {
      let [orders, gross, refunds] = [0, 0, 0];
      for (let i = 1; i <= 100_000; i++) {
        const isIn = (minute: number) => minute >= (bounds[index] ?? 0) && minute < (bounds[index + 1] ?? 0);
        const isInUsd = i % 10 > 0;
        if (isInUsd && isIn(i)) orders++;
        if (isInUsd && isIn(i)) gross += i % 20 > 0 ? 1 : 0;
        if (isInUsd && i % 50 === 1 && isIn(i + 1_440)) refunds += 500;
      }
      return [orders, gross, refunds];
    });
    expect(rows.map(({ order_count, unit_count, refunds }) => [order_count, unit_count / 2, Number(refunds)])).toEqual(
      expected,
    );
    // Part of a first period, and weeks from Monday.
    const weeks = await readSales(open(), { ...report, from, to, interval: "week" }, 401);
    expect(weeks.map(({ starts_ms }) => Number(starts_ms))).toEqual(
      ["2026-03-07T05:00:00Z", "2026-03-09T04:00:00Z"].map((at) => Date.parse(at)),
    );
  });
});

describe("the keys of an order", () => {
  const address = { line1: "1", city: "C", postalCode: "1", countryCode: "NL" };
  const unitPrice = { amountMinor: 1n, currency: "USD" } as const;
  const placed = {
    ...newOrder,
    placedAt: 1,
    lines: [{ sku: "A'b\\1", name: "A", quantity: 1, unitPrice, productId: "prd_1" }],
    shippingAddress: { ...address, name: " Émile  van  DAM " },
    billingAddress: { ...address, countryCode: "BE", name: "O'Neill \\ Söhne" },
  };

  it("are its SKUs and names from each word on. A cart and an erased order have no names", () => {
    expect([...searchKeysOf(placed)]).toEqual([
      "sku:a'b\\1",
      "name:émile van dam",
      "name:van dam",
      "name:dam",
      "name:o'neill \\ söhne",
      "name:\\ söhne",
      "name:söhne",
    ]);
    expect([...searchKeysOf({ ...placed, erased: true })]).toEqual(["sku:a'b\\1"]);
    expect(searchKeysOf(newOrder).size).toBe(0);
  });

  it("are found by a beginning of a name, with quotes and backslashes too", async () => {
    const keys = JSON.stringify([...searchKeysOf(placed)]);
    await open().$client.query(
      `insert into orders (id, account_id, status, placed_at, search_keys) select 'ord_999999', 'acc_x', 'CONFIRMED', now(),
        array(select jsonb_array_elements_text($1::jsonb))`,
      [keys],
    );
    const found = async (search: OrderPage["search"]) => (await find({ search })).includes(999_999);
    const names = ["émile VAN d", "Dam", "o'n", "\\ S", "söhne"];
    expect(await Promise.all(names.map((customerName) => found({ customerName })))).toEqual(names.map(() => true));
    const others = ["emile", "an dam", "neill", "ada"];
    expect(await Promise.all(others.map((customerName) => found({ customerName })))).toEqual(others.map(() => false));
    expect([await found({ sku: "A'B\\1" }), await found({ sku: "A'B" })]).toEqual([true, false]);
  });
});

describe("a list of dead letters among 20,000", () => {
  beforeAll(() => insertDeadLetters(open().$client, 20_000));

  it.each<[string, (db: Database) => Promise<unknown>, readonly string[]]>([
    ["all", (db) => listDeadLetters(db, { size: 50, after: undefined }), ["dead_facts_newest"]],
    ["a later page", (db) => listDeadLetters(db, { size: 50, after: laterPage }), ["dead_facts_newest"]],
  ])("is read with an index, and few other rows: %s", async (_name, run, expected) => {
    const { indexes, scanned, read } = await explainStatements(open(), run);
    expect([scanned, indexes]).toEqual([[], expected]);
    expect(read).toBeLessThan(100);
  });

  it("is read with an index, and is counted up to a limit, if the messages are open", async () => {
    const list = (db: Database) => listOpenDeadLetters(db, { id: "", size: 50, after: laterPage });
    const { indexes, read } = await explainStatements(open(), list);
    expect(indexes).toContain("dead_facts_open");
    expect(read).toBeLessThan(maxCounted + 100);
    expect((await list(open())).total).toBe(maxCounted);
  });
});

/** A position in the middle of the list. */
const laterPage = { at: new Date(Date.now() - 10_000 * 60_000), id: "bench-1" };
