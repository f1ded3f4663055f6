import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundleWorker, workerNames, writeBundle } from "../../dev/build/bundle.ts";
import { startBackingServices } from "../../dev/local/backing-services.ts";

// Builds the template of `shop-template.ts` in the folder that the first argument names.
const [folder = ""] = process.argv.slice(2);
/** The folder of another template, whose databases this one has too. */
const otherTemplate = process.env.STOA_TEST_DATABASES;

async function writeBundles(): Promise<void> {
  for (const name of workerNames) {
    const bundleDir = join(folder, "bundles", name);
    writeBundle(await bundleWorker(name, bundleDir), bundleDir);
  }
}

async function migrateDatabases(): Promise<void> {
  const services = await startBackingServices({ dataDir: join(folder, "data"), durable: false });
  // The migrations' connections close in the background. They throw when the proxy stops before that.
  await sleep(500);
  await services.stop();
}

if (otherTemplate === undefined) {
  await Promise.all([writeBundles(), migrateDatabases()]);
} else {
  symlinkSync(join(otherTemplate, "data"), join(folder, "data"));
  await writeBundles();
}
