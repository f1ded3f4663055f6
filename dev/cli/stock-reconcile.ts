import { parseArgs } from "node:util";
import { getDatabaseAddress } from "../local/postgres/database-url.ts";
import { connectToCatalog, findStockDifferences, repairStockDifferences } from "./reconciliation/stock-audit.ts";
import { dataOption, runCommand } from "./shop/command.ts";

/**
 * `npm run stock:reconcile [-- --repair]`: compares stock, ledger and reservations of the local shop that runs on the data
 * folder, or of the database at `CATALOG_DATABASE_URL`. Exits with 1 while they differ.
 */
const usage = "Usage: npm run stock:reconcile -- [--data DIR] [--repair]";

await runCommand(async () => {
  const { values } = parseArgs({ options: { ...dataOption, repair: { type: "boolean", default: false } } });
  const sql = connectToCatalog(await getDatabaseAddress("catalog", values.data));
  const differences = await findStockDifferences(sql);
  for (const { sku, stock, ledger, expected, repairable } of differences) {
    const units = `stock ${formatUnits(stock)}, ledger ${formatUnits(ledger)}, should be ${formatUnits(expected)}`;
    console.log(`${sku}: ${units}${repairable ? "" : "; count it by hand and adjust it"}`);
  }
  const repairable = differences.filter((difference) => difference.repairable).map(({ sku }) => sku);
  const repaired = values.repair && repairable.length > 0 ? await repairStockDifferences(sql, repairable) : [];
  if (values.repair) console.log(`${repaired.length} repaired`);
  const remaining = values.repair ? await findStockDifferences(sql) : differences;
  console.log(remaining.length === 0 ? "stock, ledger and reservations agree" : `${remaining.length} SKUs differ`);
  console.log(
    "Orders were not compared. After a restore of the database to an earlier time, run npm run stock:rebuild.",
  );
  process.exitCode = remaining.length === 0 ? 0 : 1;
}, usage);

/** Formats available + reserved + committed units. */
function formatUnits(units: readonly number[] | null): string {
  return units === null ? "none" : units.join(" + ");
}
