import { parseArgs } from "node:util";
import { exitOnHelp } from "../../dev/cli/shop/command.ts";
import { person } from "../support/accounts.ts";
import { importProducts, openShop, productLine, type Shop } from "../support/harness.ts";
import { insertAccounts, insertCatalog, insertDeadLetters, insertOrders } from "../support/large-shop.ts";
import { stopOnSignals } from "./shop.ts";

/**
 * `npm run bench:console`: measures every list and search page of the console in a shop with 100,000 orders, products and accounts, as an
 * administrator requests them, one at a time. The time of a page includes those of the gateway and the services. Prints the median
 * and the 95th percentile of each, and fails above 300 ms.
 */
const rows = 100_000;
const repetitions = 40;
const maxP95Ms = 300;

exitOnHelp("Usage: npm run bench:console -- [--only PART_OF_A_PATH]");

const { values } = parseArgs({
  options: {
    /** Measures only the pages whose path contains this. */
    only: { type: "string", default: "" },
  },
});

const shop = await openShop();
stopOnSignals(shop);
try {
  await fill(shop);
  process.exitCode = (await measureAll(await signIn(shop))) ? 0 : 1;
} finally {
  await shop.stop();
}

async function fill({ sql, signUp, stack }: Shop): Promise<void> {
  await importProducts(await signUp("CATALOG_MANAGER"), [productLine("BENCH-1", 1)]);
  await insertCatalog(sql("catalog"), rows);
  await insertAccounts(sql("account"), rows);
  await insertOrders(sql("order"), rows, `prd_${"1".padStart(26, "0")}`);
  await insertDeadLetters(sql("order"), rows / 10);
  // A run sums the products of 12 months in one currency.
  for (let run = 0; run < 3; run++) await stack.runCrons();
}

/** Returns the cookies of an administrator at the console. */
async function signIn({ signUp, stack }: Shop): Promise<string> {
  const { email } = await signUp("ADMIN", "SUPPORT", "CATALOG_MANAGER");
  const response = await fetch(`${stack.consoleUrl}/sign-in`, {
    method: "POST",
    headers: { origin: stack.consoleUrl },
    redirect: "manual",
    body: new URLSearchParams({ email, password: person.password }),
  });
  if (response.status !== 303) throw new Error(`The sign-in responded with ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
}

async function measureAll(cookie: string): Promise<boolean> {
  const day = (ago: number) => new Date(Date.now() - ago * 24 * 3_600_000).toISOString().slice(0, 10);
  const id = (prefix: string) => `${prefix}_${"1".padStart(26, "0")}`;
  const paths: readonly string[] = [
    "/orders",
    "/orders?sort=OLDEST",
    "/orders?sort=TOTAL_DESC",
    "/orders?status=CONFIRMED",
    "/orders?status=NEEDS_ATTENTION",
    "/orders?payment=PAID&fulfillment=UNFULFILLED",
    "/orders?country=IS",
    "/orders?country=NL",
    "/orders?currency=USD&min=500&max=600",
    `/orders?from=${day(30)}&to=${day(0)}`,
    `/orders?from=${day(365)}&to=${day(0)}`,
    "/orders?stuck=1",
    "/orders?q=BENCH-00077",
    "/orders?q=BENCH-77",
    "/orders?q=buyer77@example.com",
    "/orders?q=pi_77",
    "/orders?q=Jan",
    "/orders?q=Piet",
    "/orders?q=pi",
    "/orders?q=p",
    "/orders?q=zz",
    "/products",
    "/products?sort=NAME",
    "/products?sort=PRICE_ASC",
    "/products?sort=BEST_SELLING",
    "/products?category=bench-1",
    "/products?q=gadget",
    "/products?q=ga",
    "/products?q=zz",
    "/products?q=4711",
    "/products?q=LARGE-4711",
    "/products?q=gadget&sort=NEWEST",
    "/products?q=gadgte",
    `/products/${id("prd")}`,
    "/categories",
    "/categories/cat_bench1",
    "/stock",
    "/stock?sort=SKU",
    "/stock?sort=COMMITTED_DESC",
    "/stock?low=1",
    "/stock?q=gadget",
    "/stock?q=ga",
    "/stock?q=zz",
    "/stock?q=4711",
    "/stock?q=gadget&low=1",
    "/stock/LARGE-1",
    "/import",
    `/import/${id("imp")}`,
    "/search",
    "/promotions",
    "/promotions?status=ACTIVE",
    "/promotions?status=DRAFT",
    `/promotions/${id("prm")}`,
    `/promotions/${id("prm")}?q=LARGE47`,
    `/promotions/${id("prm")}?q=47`,
    `/promotions/${id("prm")}?q=zz`,
    "/pricing",
    `/pricing/lists/${id("plt")}`,
    `/pricing/lists/${id("plt")}?sku=LARGE-4711`,
    "/customers",
    "/customers?q=buyer77@example.com",
    "/customers?q=buyer",
    "/customers?q=piet",
    "/customers?q=an",
    "/customers?q=zz",
    "/customers?q=z",
    "/customers?role=ADMIN",
    "/customers?disabled=yes",
    "/customers?orders=yes",
    "/customers?orders=no",
    `/customers/${id("acc")}`,
    "/audit",
    "/audit?type=SIGN_IN",
    "/audit?type=DISABLED",
    "/audit?type=ROLES_CHANGED",
    `/audit?account=${id("acc")}`,
    `/audit?account=${id("acc")}&type=ROLES_CHANGED`,
    `/audit?from=${day(30)}&to=${day(20)}`,
    "/api-tokens",
    "/system",
    "/system/jobs",
    "/system/jobs?source=ORDER_FACT",
    "/figures",
    `/figures?from=${day(365)}&to=${day(0)}&interval=MONTH`,
    "/go?q=LARGE-4711",
    "/go?q=buyer77@example.com",
  ];
  let isFast = true;
  for (const path of paths.filter((each) => each.includes(values.only))) {
    const times: number[] = [];
    for (let run = 0; run < repetitions; run++) {
      const startedAt = performance.now();
      const response = await fetch(`${shop.stack.consoleUrl}${path}`, { headers: { cookie }, redirect: "manual" });
      await response.text();
      times.push(performance.now() - startedAt);
      // The command of a text leads to a page.
      const expected = path.startsWith("/go") ? 303 : 200;
      if (response.status !== expected) throw new Error(`${path} responded with ${response.status}`);
    }
    times.sort((a, b) => a - b);
    const [p50 = Number.NaN, p95 = Number.NaN] = [0.5, 0.95].map((part) => times[Math.floor(part * times.length)]);
    isFast &&= p95 <= maxP95Ms;
    console.log(`${p50.toFixed(0).padStart(5)} ms p50 ${p95.toFixed(0).padStart(5)} ms p95  ${path}`);
  }
  return isFast;
}
