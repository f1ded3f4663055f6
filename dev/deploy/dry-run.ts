import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type WorkerName, workerNames } from "../build/bundle.ts";
import { databases } from "../local/postgres/migrations.ts";
import { readWorkerConfig } from "../local/worker-config.ts";
import { toVariables } from "./check-databases.ts";
import type { Environment } from "./secrets-file.ts";
import { runWrangler, toTargetFlags } from "./wrangler.ts";

/** Prints the steps of a deployment, and the bindings, variables, names of secrets, route and size of each Worker. Needs no network. */
export function printPlan(environment: Environment): void {
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

function bundle(name: WorkerName, environment: Environment, out: string) {
  const args = ["deploy", "--dry-run", "--outdir", join(out, name), ...toTargetFlags(name, environment)];
  const printed = runWrangler(args, { output: "pipe" });
  const size = /Total Upload: (.*)/.exec(printed)?.[1];
  if (size === undefined) throw new Error(`wrangler did not print the size of ${name}:\n${printed}`);
  return { size, config: readWorkerConfig(name, environment === "production" ? undefined : environment) };
}
