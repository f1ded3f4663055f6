import { parseArgs } from "node:util";
import { getManagerApi, runCommand, shopOptions } from "./shop/command.ts";
import { rebuildSearchIndex } from "./shop/search-index.ts";

/** `npm run reindex`: builds a new search index of a running shop beside the current one, then switches to it. */
const usage = "Usage: npm run reindex -- [--url URL] [--token TOKEN]";

await runCommand(async () => {
  const { values } = parseArgs({ options: shopOptions });
  const api = await getManagerApi(values);
  const startedAt = performance.now();
  const { index, written, refused } = await rebuildSearchIndex(api);
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${written} products in ${index} (${seconds.toFixed(1)} s). The index is in use.`);
  for (const { id, why } of refused) console.log(`${id} was rejected: ${why}`);
  process.exitCode = refused.length === 0 ? 0 : 1;
}, usage);
