import { spawnSync } from "node:child_process";
import { workerNames } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import { checkAccount } from "./check-account.ts";
import { checkDatabases } from "./check-databases.ts";
import type { Finding, Preflight, Target } from "./finding.ts";
import type { SecretsFile } from "./secrets-file.ts";

/** Checks everything that a deployment needs. Changes nothing, in no account and in no database. */
export async function runPreflight(target: Target): Promise<Preflight> {
  const findings = [
    checkSources(),
    ...checkPlaceholders(target),
    ...checkPlacement(target),
    ...(await checkRedis(target.secrets)),
  ];
  const [account, databases] = await Promise.all([checkAccount(target), checkDatabases(target)]);
  return { ...account, findings: [...findings, ...account.findings, ...databases] };
}

/** Returns whether a deployment with these findings would work. */
export function isReady(findings: readonly Finding[]): boolean {
  return findings.every(({ status }) => status === "ok" || status === "unchecked");
}

/** Names the commit that is deployed. Changes that are not committed cannot be deployed again later, and do not stop a deployment. */
function checkSources(): Finding {
  const git = (...args: string[]) => spawnSync("git", args, { cwd: root, encoding: "utf8" });
  const subject = "sources";
  const commit = git("describe", "--always", "--tags");
  if (commit.status !== 0) return { status: "unchecked", subject, detail: "this folder has no git repository" };
  const changed = git("status", "--porcelain")
    .stdout.split("\n")
    .filter((line) => line !== "").length;
  if (changed === 0) return { status: "ok", subject, detail: commit.stdout.trim() };
  const detail = `${changed} files differ from commit ${commit.stdout.trim()}`;
  return { status: "unchecked", subject, detail, repair: "commit them, so that this release can be built again" };
}

/** Finds variables and routes with the domain of the examples in this repository. */
function checkPlaceholders({ configs, environment }: Target): readonly Finding[] {
  const found = workerNames.flatMap((name) => {
    const { vars, routes = [] } = configs[name];
    const patterns = routes.map((route) => ["routes", typeof route === "string" ? route : route.pattern] as const);
    return [...Object.entries(vars), ...patterns]
      .filter(([, value]) => typeof value === "string" && /\.example(\W|$)/.test(value))
      .map(
        ([key, value]): Finding => ({
          status: "wrong",
          subject: `${name} ${key}`,
          detail: `is still the example ${String(value)}`,
          repair: `set it to your own in ${name === "gateway" ? "wrangler.toml" : `workers/${name}/wrangler.toml`} (${environment})`,
        }),
      );
  });
  return found.length > 0 ? found : [{ status: "ok", subject: "variables and routes" }];
}

/** Compares the placement of the Workers with the region in the addresses of the databases, if Neon's addresses name one. */
function checkPlacement({ configs, secrets, env }: Target): readonly Finding[] {
  const databases = (["account", "catalog", "order"] as const).map((name) => {
    const url = secrets[name].DATABASE_URL ?? env[`${name.toUpperCase()}_DATABASE_URL`] ?? "";
    const [, region, cloud] = /\.([a-z0-9-]+)\.(aws|azure|gcp)\.neon\.tech$/.exec(URL.parse(url)?.hostname ?? "") ?? [];
    return region === undefined ? undefined : `${cloud}:${region}`;
  });
  const regions = new Set(databases.filter((region) => region !== undefined));
  return workerNames.map((name): Finding => {
    const subject = `placement of ${name}`;
    const region = configs[name].placement?.region;
    if (region === undefined) return { status: "missing", subject, repair: 'set placement = { region = "…" }' };
    const elsewhere = [...regions].filter((other) => other !== region);
    if (elsewhere.length === 0) return { status: "ok", subject, detail: region };
    return { status: "wrong", subject, detail: `is ${region}, but a database is in ${elsewhere.join(", ")}` };
  });
}

/** Sends a PING to each Redis of the secrets file. */
async function checkRedis(secrets: SecretsFile): Promise<readonly Finding[]> {
  const prefixes = ["UPSTASH_REDIS_REST", "CACHE_REDIS_REST"];
  const checks = workerNames.flatMap((name) =>
    prefixes.map(async (prefix): Promise<readonly Finding[]> => {
      const [url, token] = [secrets[name][`${prefix}_URL`], secrets[name][`${prefix}_TOKEN`]];
      if (url === undefined || token === undefined) return [];
      const subject = `${name} ${prefix}_URL`;
      const error = await pingRedis(url, token);
      return [error === undefined ? { status: "ok", subject } : { status: "wrong", subject, detail: error }];
    }),
  );
  return (await Promise.all(checks)).flat();
}

/** Returns why a Redis does not respond, or undefined if it does. */
async function pingRedis(url: string, token: string): Promise<string | undefined> {
  try {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(url, { method: "POST", headers, body: '["PING"]', signal });
    return response.ok ? undefined : `responds with status ${response.status}`;
  } catch {
    return "does not respond";
  }
}
