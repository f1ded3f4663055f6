import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { type WorkerName, workerNames } from "../build/bundle.ts";
import { getMigrationTargets, toVariables } from "../deploy/check-databases.ts";
import { connectCloudflare, getConnection } from "../deploy/cloudflare-api.ts";
import type { Finding, Preflight, Target } from "../deploy/finding.ts";
import { readOwnKeys, withOwnKeys } from "../deploy/own-keys-file.ts";
import { isReady, runPreflight } from "../deploy/preflight.ts";
import {
  type Environment,
  getSecretsPath,
  parseEnvironment,
  readSecretsFile,
  writeSecretsFile,
} from "../deploy/secrets-file.ts";
import { runWrangler, setSecrets, toTargetFlags } from "../deploy/wrangler.ts";
import { migrateDeployment } from "../local/postgres/migrate-deployment.ts";
import { databases } from "../local/postgres/migrations.ts";
import { readWorkerConfig } from "../local/worker-config.ts";
import { exitOnHelp } from "./shop/command.ts";

/**
 * `npm run deploy -- --env staging`: checks the account, the configurations, the secrets and the databases. If nothing is
 * missing, it sets new secrets, applies migrations, and deploys the services, then the gateway that calls them. Otherwise it
 * changes nothing, and exits with 2. A dry run bundles all Workers and prints their bindings, variables and secrets. It needs
 * no network and no account.
 */
const usage = `Usage: npm run deploy -- --env staging|production [--dry-run | --check | --bootstrap] [--secrets FILE]
  --dry-run    prints the steps and bundles the Workers, without a network
  --check      checks everything and changes nothing
  --bootstrap  also creates missing queues and keys, then deploys
  --secrets    the file of secrets, by default secrets.ENV.json`;

exitOnHelp(usage);
const { values } = parseArgs({
  options: {
    env: { type: "string" },
    "dry-run": { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    bootstrap: { type: "boolean", default: false },
    secrets: { type: "string" },
  },
});
/** The name of the environment in the configurations. Production is their top level. */
const configEnvironment = values.env === "production" ? undefined : values.env;

try {
  const environment = parseEnvironment(values.env, usage);
  if (values["dry-run"]) printPlan(environment);
  else await checkAndDeploy(environment);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function checkAndDeploy(environment: Environment): Promise<void> {
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
  if (!isReady(preflight.findings)) {
    console.error(`\nNot ready. ${values.bootstrap ? "Nothing was deployed." : "Nothing was changed."}`);
    process.exitCode = 2;
  } else if (values.check) console.log("\nReady to deploy.");
  else await deploy(target, preflight);
  console.log(`\nSecrets: ${relative(process.cwd(), path)}`);
}

function printPlan(environment: Environment): void {
  const out = mkdtempSync(join(tmpdir(), "stoa-deploy-"));
  try {
    console.log(`Steps of a deployment to ${environment}:\n`);
    console.log(
      "  1. checks of the account, configurations, secrets and databases; secrets that a Worker does not have",
    );
    console.log(`  2. migrations of ${databases.join(", ")}: ${databases.flatMap(toVariables).join(", ")}`);
    for (const [index, name] of workerNames.entries()) printWorker(index + 3, name, environment, out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function printWorker(step: number, name: WorkerName, environment: Environment, out: string): void {
  const { size, config } = bundle(name, environment, out);
  const bindings = [
    ...(config.services ?? []).map(({ binding, service }) => `${binding} → ${service}`),
    ...config.durable_objects.bindings.map(({ name: binding, class_name }) => `${binding} → ${class_name}`),
    ...(config.queues?.producers ?? []).map(({ binding, queue }) => `${binding} → ${queue}`),
    ...(config.queues?.consumers ?? []).map(({ queue }) => `consumes ${queue}`),
    ...(config.ratelimits ?? []).map(({ name: binding }) => binding),
  ];
  console.log(`\n  ${step}. ${config.name}: ${size}`);
  console.log(`     bindings:  ${bindings.join(", ") || "none"}`);
  console.log(`     variables: ${Object.entries(config.vars).map(toAssignment).join(", ")}`);
  console.log(`     secrets:   ${config.secrets?.required?.join(", ") ?? "none"}`);
  const routes = (config.routes ?? []).map((route) => (typeof route === "string" ? route : route.pattern));
  console.log(`     route:     ${routes.join(", ") || "none, only service bindings"}`);
  console.log(`     placement: ${config.placement?.region ?? "none"}`);
}

function toAssignment([key, value]: readonly [string, unknown]): string {
  return `${key}=${JSON.stringify(value)}`;
}

function printFindings(findings: readonly Finding[]): void {
  for (const { status, subject, detail, repair } of findings) {
    console.log(`${status.padEnd(9)} ${subject}${detail === undefined ? "" : `: ${detail}`}`);
    if (repair !== undefined) console.log(`          → ${repair}`);
  }
}

async function deploy(target: Target, { accountId, newSecrets }: Preflight): Promise<void> {
  // A new Worker becomes a draft by its secrets. So the Workers that call each other all exist before the first deployment.
  for (const name of workerNames) {
    const added = newSecrets[name].map((secret) => [secret, target.secrets[name][secret]] as const);
    if (added.length > 0) setSecrets(name, target.environment, Object.fromEntries(added), accountId);
  }
  const proxy = target.env.NEON_PROXY;
  await migrateDeployment(getMigrationTargets(target), (name) => console.log(`${name}: up to date`), proxy);
  for (const name of workerNames) runWrangler(["deploy", ...toTargetFlags(name, target.environment)], { accountId });
  const [route] = target.configs.gateway.routes ?? [];
  console.log(`\nDeployed. Check: curl https://${typeof route === "string" ? route : route?.pattern}/readyz`);
}

function bundle(name: WorkerName, environment: Environment, out: string) {
  const args = ["deploy", "--dry-run", "--outdir", join(out, name), ...toTargetFlags(name, environment)];
  const printed = runWrangler(args, { output: "pipe" });
  const size = /Total Upload: (.*)/.exec(printed)?.[1];
  if (size === undefined) throw new Error(`wrangler did not print the size of ${name}:\n${printed}`);
  return { size, config: readWorkerConfig(name, configEnvironment) };
}
