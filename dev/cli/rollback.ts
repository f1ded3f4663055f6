import { parseArgs } from "node:util";
import { workerNames } from "../build/bundle.ts";
import { findAccountId } from "../deploy/check-account.ts";
import { connectCloudflare, getConnection } from "../deploy/cloudflare-api.ts";
import { rollbackMessage } from "../deploy/deployments.ts";
import type { Target } from "../deploy/finding.ts";
import { planRollback } from "../deploy/rollback-plan.ts";
import { parseEnvironment } from "../deploy/secrets-file.ts";
import { getRedisBudgetMs, getUrls, runSmokeTest, urlOptions } from "../deploy/smoke-test.ts";
import { deployVersions } from "../deploy/wrangler.ts";
import { readWorkerConfig } from "../local/worker-config.ts";
import { runCommand } from "./shop/command.ts";

/**
 * `npm run rollback -- --env staging`: gives all requests to the versions of an earlier release, first of the gateway, then of the
 * services that it calls, and tests the shop. It rejects a release that cannot read the orders that are stored. Databases stay
 * as they are: migrations also fit the release before.
 */
const usage = `Usage: npm run rollback -- --env staging|production [--to RELEASE] [--dry-run] [--url URL] [--storefront-url URL] [--console-url URL]
  --to       the release, as npm run deploy has printed it, or its version. By default the one before the present release
  --dry-run  prints the versions and changes nothing
  --url, --storefront-url, --console-url
             where the smoke test finds the gateway, the storefront and the console, by default their routes`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      env: { type: "string" },
      to: { type: "string" },
      "dry-run": { type: "boolean", default: false },
      ...urlOptions,
    },
  });
  const environment = parseEnvironment(values.env, usage);
  const configs = Object.fromEntries(
    workerNames.map((name) => [name, readWorkerConfig(name, environment === "production" ? undefined : environment)]),
  ) as Target["configs"];
  const api = connectCloudflare(getConnection());
  const accountId = await findAccountId(api, process.env.CLOUDFLARE_ACCOUNT_ID);
  const { from, to, steps } = await planRollback(api, accountId, { configs }, values.to);
  if (steps.length === 0) {
    console.log(`${to} serves all requests already. Name another release with --to.`);
    return;
  }
  console.log(`Rollback from ${from} to ${to}:`);
  for (const { name, script, id } of steps) {
    if (!values["dry-run"]) deployVersions({ name, environment, accountId }, new Map([[id, 100]]), rollbackMessage(to));
    console.log(`  ${script}: version ${id}`);
  }
  if (values["dry-run"]) return;
  const { problems } = await runSmokeTest({
    ...getUrls(configs, values),
    redisBudgetMs: getRedisBudgetMs(configs),
    versions: new Map(),
    scripts: {},
  });
  if (problems.length > 0) throw new Error(`${to} serves all requests. The smoke test failed: ${problems.join("; ")}`);
  console.log(`${to} serves all requests. Smoke test: passed`);
}, usage);
