import { relative } from "node:path";
import { parseArgs } from "node:util";
import { workerNames } from "../build/bundle.ts";
import { getMigrationTargets } from "../deploy/check-databases.ts";
import { connectCloudflare, getConnection } from "../deploy/cloudflare-api.ts";
import { formatCosts } from "../deploy/costs.ts";
import { printPlan } from "../deploy/dry-run.ts";
import type { Finding, Preflight, Target } from "../deploy/finding.ts";
import { readOwnKeys, withOwnKeys } from "../deploy/own-keys-file.ts";
import { isReady, runPreflight } from "../deploy/preflight.ts";
import { readRelease } from "../deploy/release.ts";
import { rollOut } from "../deploy/rollout.ts";
import { planRollout, type RolloutPlan, type WorkerStep } from "../deploy/rollout-plan.ts";
import {
  type Environment,
  getSecretsPath,
  parseEnvironment,
  readSecretsFile,
  writeSecretsFile,
} from "../deploy/secrets-file.ts";
import { getRedisBudgetMs, getUrls, urlOptions } from "../deploy/smoke-test.ts";
import { runWrangler, setSecrets } from "../deploy/wrangler.ts";
import { migrateDeployment } from "../local/postgres/migrate-deployment.ts";
import { readWorkerConfig } from "../local/worker-config.ts";
import { exitOnHelp } from "./shop/command.ts";

/**
 * `npm run deploy -- --env staging`: checks the account, the configurations, the secrets and the databases. If nothing is
 * missing, it applies migrations, uploads the changed Workers, tests them while they get no requests, and gives them all requests in
 * steps. Otherwise it changes nothing, and exits with 2. A dry run bundles all Workers and prints their bindings, variables
 * and secrets. It needs no network and no account.
 */
const usage = `Usage: npm run deploy -- --env staging|production [--dry-run | --check | --bootstrap] [--secrets FILE]
                       [--steps 10,50,100] [--pause SECONDS] [--url URL] [--storefront-url URL] [--console-url URL]
       npm run deploy -- --cost [--orders N]
  --cost       prints what a month with N orders costs, by default a million
  --dry-run    prints the steps and bundles the Workers, without a network
  --check      checks everything and changes nothing
  --bootstrap  also creates missing queues and keys, then deploys
  --secrets    the file of secrets, by default secrets.ENV.json
  --steps      the percentages of requests that new versions get, by default 10,50,100
  --pause      how long each percentage is tested, in seconds, by default 60
  --url, --storefront-url, --console-url
               where the smoke test finds the gateway, the storefront and the console, by default their routes`;

exitOnHelp(usage);
const { values } = parseArgs({
  options: {
    env: { type: "string" },
    "dry-run": { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    bootstrap: { type: "boolean", default: false },
    secrets: { type: "string" },
    steps: { type: "string", default: "10,50,100" },
    pause: { type: "string", default: "60" },
    ...urlOptions,
    cost: { type: "boolean", default: false },
    orders: { type: "string", default: "1000000" },
  },
});
/** The name of the environment in the configurations. Production is their top level. */
const configEnvironment = values.env === "production" ? undefined : values.env;

const descriptions: Readonly<Record<WorkerStep["action"], string>> = {
  create: "first deployment, gets all requests immediately",
  replace: "has a migration of Durable Objects, gets all requests immediately",
  upload: "new version, in steps",
  none: "unchanged",
};

try {
  if (values.cost) console.log(formatCosts(Number(values.orders)));
  else {
    const environment = parseEnvironment(values.env, usage);
    if (values["dry-run"]) printPlan(environment);
    else await checkAndDeploy(environment);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function checkAndDeploy(environment: Environment): Promise<void> {
  const percentages = parsePercentages(values.steps);
  const path = getSecretsPath(environment, values.secrets);
  if (values.bootstrap) {
    const secrets = readSecretsFile(path, environment);
    writeSecretsFile(path, withOwnKeys(secrets, await readOwnKeys(secrets)));
  }
  const readTarget = (): Target => ({
    environment,
    configs: Object.fromEntries(
      workerNames.map((name) => [name, readWorkerConfig(name, configEnvironment)]),
    ) as Target["configs"],
    secrets: readSecretsFile(path, environment),
    env: process.env,
    connect: () => connectCloudflare(getConnection()),
  });
  let target = readTarget();
  let preflight = await runPreflight(target);
  if (values.bootstrap) {
    const creations = preflight.findings.flatMap(({ create }) => (create === undefined ? [] : [create]));
    for (const args of creations) runWrangler(args, { accountId: preflight.accountId });
    target = readTarget();
    if (creations.length > 0) preflight = await runPreflight(target);
  }
  printFindings(preflight.findings);
  const plan = await createPlan(target, preflight);
  if (plan !== undefined) printRelease(plan);
  if (plan === undefined || !isReady(preflight.findings)) {
    console.error(`\nNot ready. ${values.bootstrap ? "Nothing was deployed." : "Nothing was changed."}`);
    process.exitCode = 2;
  } else if (values.check) console.log("\nReady to deploy.");
  else await deploy(target, preflight, plan, percentages);
  console.log(`\nSecrets: ${relative(process.cwd(), path)}`);
}

function printFindings(findings: readonly Finding[]): void {
  for (const { status, subject, detail, repair } of findings) {
    console.log(`${status.padEnd(9)} ${subject}${detail === undefined ? "" : `: ${detail}`}`);
    if (repair !== undefined) console.log(`          → ${repair}`);
  }
}

/** Returns undefined when the account is not known. */
async function createPlan(target: Target, { accountId, newSecrets }: Preflight): Promise<RolloutPlan | undefined> {
  if (accountId === undefined) return undefined;
  return planRollout(target.connect(), accountId, target, await readRelease(target.configs), newSecrets);
}

function printRelease({ release, steps, previousRelease, forwardOnly }: RolloutPlan): void {
  const { reads, writes } = release.formats;
  console.log(`\nRelease ${release.id}: reads ${reads} formats of orders, writes ${writes}`);
  for (const { script, action } of steps) console.log(`  ${script}: ${descriptions[action]}`);
  if (steps.every(({ action }) => action === "none")) return;
  console.log(
    forwardOnly === undefined
      ? `  rollback allowed to ${previousRelease ?? "the previous versions"}`
      : `  forward only: ${forwardOnly}`,
  );
}

async function deploy(
  target: Target,
  { accountId, newSecrets }: Preflight,
  plan: RolloutPlan,
  percentages: readonly number[],
): Promise<void> {
  const { environment, secrets } = target;
  // A new Worker becomes a draft by its secrets. So the Workers that call each other all exist before the first deployment.
  for (const { name, action } of plan.steps) {
    const added = newSecrets[name].map((secret) => [secret, secrets[name][secret]] as const);
    const isDraft = action === "create" || action === "replace";
    if (isDraft && added.length > 0) setSecrets(name, environment, Object.fromEntries(added), accountId);
  }
  const proxy = target.env.NEON_PROXY;
  await migrateDeployment(getMigrationTargets(target), (name) => console.log(`${name}: up to date`), proxy);
  const urls = getUrls(target.configs, values);
  const pauseMs = Number(values.pause) * 1_000;
  const print = (line: string) => console.log(line);
  const redisBudgetMs = getRedisBudgetMs(target.configs);
  const options = { environment, accountId, secrets, newSecrets, urls, redisBudgetMs, percentages, pauseMs, print };
  await rollOut(plan, options);
  const isUnchanged = plan.steps.every(({ action }) => action === "none");
  console.log(
    isUnchanged ? `\nUnchanged: ${plan.release.id}` : `\nDeployed ${plan.release.id}. Check: curl ${urls.url}/readyz`,
  );
}

/** Parses the percentages of `--steps`. They rise, and the last is 100. */
function parsePercentages(text: string): readonly number[] {
  const percentages = text.split(",").map(Number);
  const rises = percentages.every((value, index) => value > (percentages[index - 1] ?? 0) && value <= 100);
  if (!rises || percentages.at(-1) !== 100 || !(Number(values.pause) >= 0)) throw new Error(usage);
  return percentages;
}
