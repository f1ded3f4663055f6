import { newcomerCases } from "./cases.ts";
import { type Checkout, createCheckout, withTimeout } from "./checkout.ts";

/**
 * `npm run test:newcomer [-- --all] [TEXT]`: does what newcomers do on fresh copies of the tracked files, with an empty home and without
 * rights. `--all` also installs the packages from the registry. TEXT selects cases by name. Linux only.
 */
const minutesPerCase = 12;
const args = process.argv.slice(2);
const all = args.includes("--all");
const [text = ""] = args.filter((arg) => arg !== "--all");

let passed = 0;
let failed = 0;
let skipped = 0;

const skip = (condition: string, reason: string) => {
  console.log(`  ↓ ${condition}: ${reason}`);
  skipped++;
};

/** Checks one condition. Its failure ends the case, because the others need the same start. */
const check = async (condition: string, assert: () => unknown) => {
  const startedAt = performance.now();
  try {
    await assert();
  } catch (error) {
    throw new Error(`${condition}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  console.log(`  ✓ ${condition} (${Math.round((performance.now() - startedAt) / 1_000)} s)`);
  passed++;
};

/** The checkout with installed packages, which cases share until one fails. */
let shared: Checkout | undefined;

if (process.platform !== "linux") skip("all cases", "they run on Linux only");
else {
  for (const { name, installed, isLong, run } of newcomerCases) {
    if ((isLong === true && !all) || !name.includes(text)) continue;
    console.log(name);
    if (installed) shared ??= await createCheckout({ installed });
    const checkout = (installed ? shared : undefined) ?? (await createCheckout({ installed }));
    try {
      const work = run(checkout, { check, skip });
      await withTimeout(work, minutesPerCase * 60_000, `It took longer than ${minutesPerCase} minutes`);
    } catch (error) {
      console.log(`  × ${name}: ${error instanceof Error ? error.message : error}`);
      failed++;
      if (checkout === shared) shared = undefined;
      checkout.remove();
    }
    if (checkout !== shared) checkout.remove();
  }
  shared?.remove();
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
