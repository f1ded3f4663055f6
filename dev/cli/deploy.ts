import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type WorkerName, workerNames } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import { databases } from "../local/postgres/migrations.ts";
import { getConfigPath, readWorkerConfig } from "../local/worker-config.ts";

/**
 * `npm run deploy -- --env staging [--dry-run]`: applies migrations, then deploys the services, then the gateway that calls
 * them. A dry run bundles all Workers and prints the bindings and secrets of each. It needs no network and no account.
 */
const { values } = parseArgs({ options: { env: { type: "string" }, "dry-run": { type: "boolean", default: false } } });
const environment = values.env === "production" ? undefined : values.env;
const out = mkdtempSync(join(tmpdir(), "stoa-deploy-"));

try {
  if (values.env === undefined) throw new Error("Usage: npm run deploy -- --env staging|production [--dry-run]");
  if (values["dry-run"]) printPlan();
  else deploy();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}

function printPlan(): void {
  console.log(`Steps of a deployment to ${values.env}:\n`);
  console.log(`  1. migrations of ${databases.join(", ")}: ${databases.flatMap(toVariables).join(", ")}`);
  for (const [index, name] of workerNames.entries()) {
    const { size, config } = bundle(name);
    const bindings = [
      ...(config.services ?? []).map(({ binding, service }) => `${binding} → ${service}`),
      ...config.durable_objects.bindings.map(({ name: binding, class_name }) => `${binding} → ${class_name}`),
      ...(config.queues?.producers ?? []).map(({ binding, queue }) => `${binding} → ${queue}`),
      ...(config.queues?.consumers ?? []).map(({ queue }) => `consumes ${queue}`),
      ...(config.ratelimits ?? []).map(({ name: binding }) => binding),
    ];
    console.log(`\n  ${index + 2}. ${config.name}: ${size}`);
    console.log(`     bindings: ${bindings.join(", ") || "none"}`);
    console.log(`     secrets:  ${config.secrets?.required?.join(", ") ?? "none"}`);
    const routes = (config.routes ?? []).map((route) => (typeof route === "string" ? route : route.pattern));
    console.log(`     route:    ${routes.join(", ") || "none, only service bindings"}`);
  }
  console.log(
    "\ncatalog and order call each other. In an account without both, deploy catalog once without its binding ORDER" +
      "\n(wrangler rejects a binding to a Worker that does not exist), then order, then catalog with the binding.",
  );
}

function deploy(): void {
  run("node", [join(root, "dev", "cli", "migrate.ts")]);
  for (const name of workerNames) run("wrangler", ["deploy", ...toTargetFlags(name)]);
}

function bundle(name: WorkerName) {
  const printed = run("wrangler", ["deploy", "--dry-run", "--outdir", join(out, name), ...toTargetFlags(name)], "pipe");
  const size = /Total Upload: (.*)/.exec(printed)?.[1];
  if (size === undefined) throw new Error(`wrangler did not print the size of ${name}:\n${printed}`);
  return { size, config: readWorkerConfig(name, environment) };
}

function toTargetFlags(name: WorkerName): string[] {
  return ["--config", getConfigPath(name), "--env", environment ?? ""];
}

function toVariables(name: string): string[] {
  return [`${name.toUpperCase()}_MIGRATION_DATABASE_URL`, `${name.toUpperCase()}_DATABASE_URL`];
}

function run(command: string, args: readonly string[], output: "inherit" | "pipe" = "inherit"): string {
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false" };
  const stdio = ["ignore", output, output] as const;
  const binary = command === "node" ? process.execPath : join(root, "node_modules", ".bin", command);
  const result = spawnSync(binary, [...args], { cwd: root, env, stdio: [...stdio], encoding: "utf8" });
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed\n${result.stdout ?? ""}${result.stderr ?? ""}`);
  return result.stdout ?? "";
}
