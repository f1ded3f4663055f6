import { join } from "node:path";
import { buildAssets } from "./assets.ts";
import { getBuildDir, isPageWorker, workerNames } from "./bundle.ts";
import { root } from "./root.ts";

// Builds the static files of the Worker that the first argument names. wrangler runs this before it bundles the Worker.
const [argument] = process.argv.slice(2);
const name = workerNames.find((known) => known === argument);
if (name === undefined || !isPageWorker(name)) throw new Error(`${argument} is not a Worker that renders pages`);
await buildAssets(join(root, "workers", name), getBuildDir(name));
