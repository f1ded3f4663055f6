import { newcomerCases } from "./cases.ts";
import { createCheckout, isRoot, withTimeout } from "./checkout.ts";

/**
 * `npm run test:newcomer [-- --all] [TEXT]`: does what newcomers do on a fresh copy of the tracked files, with an empty home and without
 * rights. Without `--all`, only the cases that every run executes. TEXT selects cases by name. Linux only.
 */
const minutesPerCase = 12;
const args = process.argv.slice(2);
const all = args.includes("--all");
const [text = ""] = args.filter((arg) => arg !== "--all");

let passed = 0;
let failed = 0;
let skipped = 0;
for (const { name, installed, isShort, needsRoot, run } of newcomerCases) {
  if ((!all && text === "" && isShort === undefined) || !name.includes(text)) continue;
  const reason = process.platform === "linux" ? needsRoot === true && !isRoot && "needs root" : "runs on Linux only";
  if (reason !== false) {
    console.log(`↓ ${name}: ${reason}`);
    skipped++;
    continue;
  }
  const startedAt = performance.now();
  const checkout = await createCheckout({ installed });
  try {
    await withTimeout(run(checkout), minutesPerCase * 60_000, `It took longer than ${minutesPerCase} minutes`);
    console.log(`✓ ${name} (${Math.round((performance.now() - startedAt) / 1000)} s)`);
    passed++;
  } catch (error) {
    console.log(`× ${name}: ${error instanceof Error ? error.message : error}`);
    failed++;
  } finally {
    checkout.remove();
  }
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
