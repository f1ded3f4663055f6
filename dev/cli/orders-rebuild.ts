import { parseArgs } from "node:util";
import { rebuildOrders } from "./reconciliation/rebuild-orders.ts";
import { createSources, findAddresses } from "./reconciliation/sources.ts";

/** `npm run orders:rebuild`: the rows that lists are read from, written anew from the orders themselves. */
const usage = "usage: npm run orders:rebuild -- [--url URL] [--token TOKEN] [--data DIR]";
try {
  const { values } = parseArgs({
    options: {
      url: { type: "string" },
      token: { type: "string" },
      data: { type: "string", default: ".stoa" },
    },
  });
  const { rebuilt, missing } = await rebuildOrders(createSources(await findAddresses(values)));
  for (const id of missing) console.log(`${id}: something is known of it, and there is no such order`);
  console.log(`${rebuilt} rows rebuilt, ${missing.length} without an order`);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
  process.exitCode = 1;
}
