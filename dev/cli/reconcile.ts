import { parseArgs } from "node:util";
import { reconcileShop } from "./reconciliation/reconcile-shop.ts";
import { createSources, findAddresses } from "./reconciliation/sources.ts";

/** `npm run reconcile`: every difference between the provider's ledger, the orders, their rows and the stock; 1 if any. */
const usage = "usage: npm run reconcile -- [--url URL] [--token TOKEN] [--data DIR]";
try {
  const { values } = parseArgs({
    options: {
      url: { type: "string" },
      token: { type: "string" },
      data: { type: "string", default: ".stoa" },
    },
  });
  const { orders, payments, differences } = await reconcileShop(createSources(await findAddresses(values)));
  for (const difference of differences) console.log(difference);
  console.log(`${orders} orders, ${payments} payments: ${differences.length} differences`);
  process.exitCode = differences.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
  process.exitCode = 2;
}
