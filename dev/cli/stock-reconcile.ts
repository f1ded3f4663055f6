import { parseArgs } from "node:util";
import { getDatabaseAddress } from "../local/postgres/database-url.ts";
import { connectToCatalog, findStockDifferences, repairStockDifferences } from "./reconciliation/stock-audit.ts";

/**
 * `npm run stock:reconcile [-- --repair]`: whether the stock, its ledger and the reservations say the same, of a local
 * shop that runs or, by its database, of a deployment. Exit code 1 while they do not.
 */
const { values } = parseArgs({
  options: { data: { type: "string", default: ".stoa" }, repair: { type: "boolean", default: false } },
});
try {
  const sql = connectToCatalog(getDatabaseAddress("catalog", values.data));
  const differences = await findStockDifferences(sql);
  for (const { sku, stock, ledger, right, repairable } of differences) {
    const told = `stock ${triple(stock)}, ledger ${triple(ledger)}, should be ${triple(right)}`;
    console.log(`${sku}: ${told}${repairable ? "" : "; count it by hand and adjust it"}`);
  }
  const wrong = differences.filter(({ repairable }) => repairable).map(({ sku }) => sku);
  const repaired = values.repair && wrong.length > 0 ? await repairStockDifferences(sql, wrong) : [];
  if (values.repair) console.log(`${repaired.length} repaired`);
  const left = values.repair ? await findStockDifferences(sql) : differences;
  console.log(left.length === 0 ? "stock, ledger and reservations agree" : `${left.length} SKUs differ`);
  process.exitCode = left.length === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Available + reserved + committed. */
function triple(units: readonly number[] | null): string {
  return units === null ? "none" : units.join(" + ");
}
