import { parseArgs } from "node:util";
import { reconcileShop } from "./reconciliation/reconcile-shop.ts";
import { createSources, findAddresses } from "./reconciliation/sources.ts";
import { dataOption, runCommand, shopOptions } from "./shop/command.ts";

/**
 * `npm run reconcile`: prints every difference between the payment provider, the orders, their rows, the stock and promotions. Exits
 * with 0 if there is none, 1 if there are differences, 2 if a source could not be read.
 */
const usage = "Usage: npm run reconcile -- [--url URL] [--token TOKEN] [--data DIR]";
const unreadableCode = 2;

await runCommand(
  async () => {
    const { values } = parseArgs({ options: { ...shopOptions, ...dataOption } });
    const { orders, payments, differences } = await reconcileShop(createSources(await findAddresses(values)));
    for (const difference of differences) console.log(difference);
    console.log(`${orders} orders, ${payments} payments: ${differences.length} differences`);
    process.exitCode = differences.length === 0 ? 0 : 1;
  },
  usage,
  unreadableCode,
);
