import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import vendure from "@vendure/core";
import { populate } from "@vendure/core/cli/index.js";
import pg from "pg";
import { createConfig } from "./config.mjs";

// Creates the tables, and imports the sample products of `@vendure/create` without their images.

const assets = join(dirname(createRequire(import.meta.url).resolve("@vendure/create/package.json")), "assets");
const initialData = JSON.parse(readFileSync(join(assets, "initial-data.json"), "utf8"));
for (const collection of initialData.collections) collection.assetPaths = [];
// A payment is captured when the order is placed, as in Stoa.
for (const { handler } of initialData.paymentMethods) handler.arguments = [{ name: "automaticSettle", value: "true" }];
const products = join(mkdtempSync(join(tmpdir(), "vendure-products-")), "products.csv");
writeFileSync(products, readFileSync(join(assets, "products.csv"), "utf8").replace(/\b[\w-]+\.jpg\b/g, ""));

const app = await populate(() => vendure.bootstrap(createConfig({ synchronize: true })), initialData, products);
await app.get(vendure.JobQueueService).start();
await waitForJobs();
await app.close();
process.exit(0);

/** Waits until the products are in the search index and the collections, and makes the stock unlimited. */
async function waitForJobs() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  for (let idle = 0; idle < 5; ) {
    await new Promise((later) => setTimeout(later, 500));
    const { rows } = await client.query(`select count(*) as open from job_record where "isSettled" = false`);
    idle = Number(rows[0].open) === 0 ? idle + 1 : 0;
  }
  await client.query(`update stock_level set "stockOnHand" = 1000000`);
  await client.query("analyze");
  await client.end();
}
