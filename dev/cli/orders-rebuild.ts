import { parseArgs } from "node:util";
import { rebuildOrders } from "./reconciliation/rebuild-orders.ts";
import { createSources, findAddresses } from "./reconciliation/sources.ts";
import { dataOption, runCommand, shopOptions } from "./shop/command.ts";

/** `npm run orders:rebuild`: rebuilds the rows of the orders database, which lists read, from the orders' event logs. */
const usage = "Usage: npm run orders:rebuild -- [--url URL] [--token TOKEN] [--data DIR]";

await runCommand(async () => {
  const { values } = parseArgs({ options: { ...shopOptions, ...dataOption } });
  const { rebuilt, missing } = await rebuildOrders(createSources(await findAddresses(values)));
  for (const id of missing) console.log(`${id}: other records refer to it, but the order does not exist`);
  console.log(`${rebuilt} rows rebuilt, ${missing.length} orders do not exist`);
}, usage);
