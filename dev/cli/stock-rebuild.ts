import { parseArgs } from "node:util";
import { rebuildStock, type StockChange } from "./reconciliation/rebuild-stock.ts";
import { createSources, findAddresses } from "./reconciliation/sources.ts";
import { dataOption, runCommand, shopOptions } from "./shop/command.ts";

/**
 * `npm run stock:rebuild [-- --dry-run]`: writes the stock reservations and sales of all orders in the catalog, as the orders have
 * recorded them. For a catalog database that was restored to an earlier time. Exits with 1 if units are sold that the
 * restored stock does not have, or if an order could not be rebuilt completely.
 */
const usage = "Usage: npm run stock:rebuild -- [--dry-run] [--url URL] [--token TOKEN] [--data DIR]";

await runCommand(async () => {
  const { values } = parseArgs({
    options: { ...shopOptions, ...dataOption, "dry-run": { type: "boolean", default: false } },
  });
  const dryRun = values["dry-run"];
  const sources = createSources(await findAddresses(values));
  const { orders, changes, oversold, missing } = await rebuildStock(sources, { dryRun });
  for (const change of changes) console.log(describe(change));
  for (const id of missing) console.log(`${id}: other records refer to it, but the order does not exist`);
  for (const { sku, quantity } of oversold) {
    const remedy = dryRun ? "the stock will be increased by them" : "the stock was increased by them";
    console.log(`oversold: ${quantity} units of ${sku} are sold, but not in stock; ${remedy}: count the units`);
  }
  const problems = changes.filter((change) => change.problems.length > 0).length;
  const verb = dryRun ? "would change" : "changed";
  console.log(`${orders} orders: ${changes.length} reservations and sales ${verb}, ${problems} with problems`);
  console.log(`${oversold.length} SKUs are oversold, ${missing.length} orders do not exist`);
  process.exitCode = oversold.length === 0 && problems === 0 ? 0 : 1;
}, usage);

function describe({ orderId, reservationId, before, after, lines, problems }: StockChange): string {
  const status = reservationId === null ? "units sold of products" : `${before ?? "none"} → ${after}`;
  const units = lines.filter((line) => line.units !== 0).map((line) => `${line.sku} ${-line.units}`);
  return [`${reservationId ?? orderId}: ${status}`, ...units, ...problems].join("; ");
}
