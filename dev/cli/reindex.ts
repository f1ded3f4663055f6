import { parseArgs } from "node:util";
import { demoPassword } from "./demo/accounts.ts";
import { signIn } from "./shop/api.ts";
import { rebuildSearchIndex } from "./shop/search-index.ts";

/** `npm run reindex`: builds the search index of a shop that runs anew, beside the one in use, and then takes its place. */
const { values } = parseArgs({ options: { url: { type: "string" }, token: { type: "string" } } });
const url = values.url ?? `http://127.0.0.1:${process.env.PORT ?? 8787}`;
try {
  const token = values.token ?? (await signIn(url, "manager@stoa.example", demoPassword));
  const startedAt = performance.now();
  const { index, written, refused } = await rebuildSearchIndex({ url, token });
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${written} products in ${index} (${seconds.toFixed(1)} s); it is in use now`);
  for (const { id, why } of refused) console.log(`${id} is not in it: ${why}`);
  process.exitCode = refused.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error} (shop: ${url})`);
  process.exitCode = 1;
}
