import { fetchData } from "../../dev/cli/shop/api.ts";
import { insertOrders } from "../support/large-shop.ts";
import { startBenchShop, stopOnSignals } from "./shop.ts";

/**
 * `npm run bench:orders`: measures the lists, searches and reports of orders among 100,000, as support staff request them. Each
 * request goes through the gateway, one at a time. Prints the median and the 95th percentile of each, and fails above 300 ms.
 */
const orders = 100_000;
const repetitions = 40;
const maxP95Ms = 300;
/** Reports of a year read all orders. */
const maxReportMs = 1_500;

const shop = await startBenchShop({ onTmpfs: process.platform === "linux" });
stopOnSignals(shop);
try {
  const [product] = await shop.sql("catalog")`select id from products limit 1`;
  await insertOrders(shop.sql("order"), orders, String(product?.id));
  await shop.sql("account")`update users set roles = array['SUPPORT'] where email = 'manager@bench.example'`;
  await shop.signInAgain();
  process.exitCode = (await measureAll()) ? 0 : 1;
} finally {
  await shop.stop();
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
