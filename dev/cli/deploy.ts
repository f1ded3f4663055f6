import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type WorkerName, workerNames } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import { databases } from "../local/postgres/migrations.ts";
import { configPath, readWorkerConfig } from "../local/worker-config.ts";

/**
 * `npm run deploy -- --env staging [--dry-run]`: migrations, then the Workers, services before the gateway that calls
 * them. A dry run bundles everything and tells what each needs; it reaches nothing and wants no account.
 */
const { values } = parseArgs({ options: { env: { type: "string" }, "dry-run": { type: "boolean", default: false } } });
const environment = values.env === "production" ? undefined : values.env;
const out = mkdtempSync(join(tmpdir(), "stoa-deploy-"));

try {
  if (values.env === undefined) throw new Error("say where to: --env staging or --env production");
  if (values["dry-run"]) plan();
  else deploy();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}

function plan(): void {
  console.log(`Order of a deployment to ${values.env}:\n`);
  console.log(`  1. migrations of ${databases.join(", ")}: ${databases.map(variableOf).join(", ")}`);
  for (const [index, name] of workerNames.entries()) {
    const { size, config } = bundled(name);
    const bindings = [
      ...(config.services ?? []).map(({ binding, service }) => `${binding} → ${service}`),
      ...config.durable_objects.bindings.map(({ name: binding, class_name }) => `${binding} → ${class_name}`),
      ...(config.queues?.producers ?? []).map(({ binding, queue }) => `${binding} → ${queue}`),
      ...(config.queues?.consumers ?? []).map(({ queue }) => `takes ${queue}`),
      ...(config.ratelimits ?? []).map(({ name: binding }) => binding),
    ];
    console.log(`\n  ${index + 2}. ${config.name}: ${size}`);
    console.log(`     bindings: ${bindings.join(", ") || "none"}`);
    console.log(`     secrets:  ${config.secrets?.required?.join(", ") ?? "none"}`);
    console.log(`     reached:  ${name === "gateway" ? "from outside" : "by the other Workers only"}`);
  }
  console.log(
    "\ncatalog and order call each other. In an account that has neither, deploy catalog once without its binding ORDER" +
      "\n(wrangler refuses a binding to a Worker that does not exist yet), then order, then catalog again as it is.",
  );
}

function deploy(): void {
  run("node", [join(root, "dev", "migrate.ts")]);
  for (const name of workerNames) run("wrangler", ["deploy", ...target(name)]);
}

function bundled(name: WorkerName) {
  const printed = run("wrangler", ["deploy", "--dry-run", "--outdir", join(out, name), ...target(name)], "pipe");
  const size = /Total Upload: (.*)/.exec(printed)?.[1];
  if (size === undefined) throw new Error(`wrangler did not tell the size of ${name}:\n${printed}`);
  return { size, config: readWorkerConfig(name, environment) };
}

function target(name: WorkerName): string[] {
  return ["--config", configPath(name), "--env", environment ?? ""];
}

function variableOf(name: string): string {
  return `${name.toUpperCase()}_DATABASE_URL`;
}

function run(command: string, args: readonly string[], output: "inherit" | "pipe" = "inherit"): string {
  const env = { ...process.env, WRANGLER_SEND_METRICS: "false" };
  const stdio = ["ignore", output, output] as const;
  const binary = command === "node" ? process.execPath : join(root, "node_modules", ".bin", command);
  const done = spawnSync(binary, [...args], { cwd: root, env, stdio: [...stdio], encoding: "utf8" });
  if (done.status !== 0)
    throw new Error(`${command} ${args.join(" ")} failed\n${done.stdout ?? ""}${done.stderr ?? ""}`);
  return done.stdout ?? "";
}
