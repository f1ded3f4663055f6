import { fetchData } from "../../dev/cli/shop/api.ts";
import { startBenchShop } from "./shop.ts";

/**
 * `npm run bench:orders`: measures the lists, searches and reports of orders among 100,000, as support staff request them. Each
 * request goes through the gateway, one at a time. Prints the median and the 95th percentile of each, and fails above 300 ms.
 */
const orders = 100_000;
const batch = 5_000;
const repetitions = 40;
const maxP95Ms = 300;
/** Reports of a year read all orders. */
const maxReportMs = 1_500;

const shop = await startBenchShop({ onTmpfs: process.platform === "linux" });
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => shop.stop().finally(() => process.exit(130)));
}
try {
  const [product] = await shop.sql("catalog")`select id from products limit 1`;
  for (let first = 1; first < orders; first += batch) await insertOrders(first, String(product?.id));
  await shop.sql("order")`vacuum analyze orders`;
  await shop.sql("account")`update users set roles = array['SUPPORT'] where email = 'manager@bench.example'`;
  await shop.signInAgain();
  process.exitCode = (await measureAll()) ? 0 : 1;
} finally {
  await shop.stop();
}

/** Every fifth order is of today. Names, SKUs and countries are of different frequency. */
async function insertOrders(first: number, productId: string): Promise<void> {
  await shop.sql("order")`
    insert into orders (id, account_id, status, number, placed_at, created_at, updated_at, confirmed_at, payment_status,
      fulfillment_status, email, email_key, currency, subtotal_minor, total_minor, country_code, search_keys, rejection_code,
      unit_count, lines, refunds, last_refunded_at)
    select 'ord_' || lpad(i::text, 26, '0'), 'acc_' || lpad((i % 5000)::text, 26, '0'),
      case when i % 5000 = 0 then 'NEEDS_ATTENTION' when i % 20 = 0 then 'REJECTED' when i % 3 = 0 then 'FULFILLED' else 'CONFIRMED' end,
      'BENCH-' || lpad(i::text, 5, '0'), at, at, at, case when i % 20 > 0 then at + interval '300 milliseconds' end,
      case when i % 20 = 0 then 'VOIDED' else 'PAID' end, case when i % 3 = 0 then 'FULFILLED' else 'UNFULFILLED' end,
      'buyer' || (i % 5000) || '@example.com', 'buyer' || (i % 5000) || '@example.com',
      case when i % 10 = 0 then 'EUR' else 'USD' end, (i::bigint * 7919) % 100000, (i::bigint * 7919) % 100000,
      case when i % 400 = 0 then 'IS' else 'NL' end,
      array['sku:bench-' || (i % 500), 'ref:pi_' || i, 'name:' || case when i % 50 = 0 then 'jan ' else 'piet ' end || (i % 9000)],
      case when i % 20 = 0 then 'PAYMENT_DECLINED' end, 2,
      jsonb_build_array(jsonb_build_object('sku', 'BENCH-' || (i % 500), 'name', 'Bench', 'quantity', 1, 'unitPriceMinor', '1000',
        'productId', ${productId}::text, 'discountedTotalMinor', '900'), jsonb_build_object('sku', 'DESK-' || (i % 300), 'name',
        'Desk', 'quantity', 1, 'unitPriceMinor', '2000', 'productId', 'prd_' || (i % 300), 'discountedTotalMinor', '2000')),
      case when i % 50 = 1 then jsonb_build_array(jsonb_build_object('at', (extract(epoch from at) * 1000)::bigint,
        'amountMinor', '500')) else '[]' end, case when i % 50 = 1 then at end
    from generate_series(${first}::int, ${first + batch - 1}::int) i,
      lateral (select date_trunc('milliseconds', now()) - i * interval '5 minutes' as at) times`;
}

async function measureAll(): Promise<boolean> {
  const day = (ago: number) => new Date(Date.now() - ago * 24 * 3_600_000).toISOString();
  const list = (args: string, fields = "") => `{ allOrders(first: 50, ${args}) { ${fields}
    edges { cursor node { id number status paymentStatus fulfillmentStatus total { amountMinor } placedAt email } } pageInfo { hasNextPage } } }`;
  const counts = "totalCount statusCounts { status count }";
  const period = `from: "${day(365)}", to: "${day(0)}", currency: USD`;
  const requests: Readonly<Record<string, string>> = {
    "all orders": list("sort: NEWEST"),
    "all orders, with counts": list("sort: NEWEST", counts),
    "oldest first": list("sort: OLDEST"),
    "by total": list("sort: TOTAL_DESC"),
    "a status, with counts": list("status: [CONFIRMED]", counts),
    "a rare status, with counts": list("status: [NEEDS_ATTENTION]", counts),
    "two statuses of money and goods, with counts": list(
      "filter: { paymentStatus: [PAID], fulfillmentStatus: [UNFULFILLED] }",
      counts,
    ),
    "a number": list('query: "BENCH-00077"'),
    "an email address": list('query: "buyer77@example.com"'),
    "the beginning of a common name, with counts": list('filter: { customerName: "jan" }', counts),
    "the beginning of a rare name, with counts": list('filter: { customerName: "Piet 123" }', counts),
    "one character of a name, with counts": list('filter: { customerName: "j" }', counts),
    "a SKU, with counts": list('filter: { sku: "BENCH-77" }', counts),
    "a payment": list('filter: { providerReference: "pi_77" }', counts),
    "a rare country, with counts": list('filter: { countryCodes: ["IS"] }', counts),
    "a common country, with counts": list('filter: { countryCodes: ["NL"] }', counts),
    "a range of totals, with counts": list(
      'filter: { minTotal: { amountMinor: "50000", currency: USD }, maxTotal: { amountMinor: "60000", currency: USD } }',
      counts,
    ),
    "a period, with counts": list(`filter: { placedFrom: "${day(30)}", placedTo: "${day(0)}" }`, counts),
    "orders that do not progress, with counts": list("filter: { stuck: true }", counts),
    "statistics of 30 days": `{ orderStatistics(from: "${day(30)}", to: "${day(0)}", currency: USD) { orderCount
      rejections { code count } topProducts { unitCount product { name } } confirmationTime { p95 } } }`,
    "statistics of a year": `{ orderStatistics(${period}) { orderCount statusCounts { status count } rejections { code count }
      confirmationTime { p50 p95 p99 } } }`,
    "the products of a year": `{ orderStatistics(${period}) { topProducts { unitCount revenue { amountMinor } } } }`,
    "the sales of a year by day": `{ salesReport(${period}, timeZone: "Europe/Amsterdam") { periodStart orderCount
      netTotal { amountMinor } } }`,
  };
  let isFast = true;
  for (const [name, query] of Object.entries(requests)) {
    const times: number[] = [];
    for (let run = 0; run < repetitions; run++) {
      const startedAt = performance.now();
      await fetchData(shop.manager, query, {});
      times.push(performance.now() - startedAt);
    }
    times.sort((a, b) => a - b);
    const [p50, p95] = [0.5, 0.95].map((part) => times[Math.floor(part * times.length)] ?? Number.NaN);
    isFast &&= (p95 ?? 0) <= (name.includes("of a year") ? maxReportMs : maxP95Ms);
    console.log(`${(p50 ?? 0).toFixed(0).padStart(5)} ms p50 ${(p95 ?? 0).toFixed(0).padStart(5)} ms p95  ${name}`);
  }
  return isFast;
}
