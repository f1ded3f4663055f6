import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkerName } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import { getConfigPath } from "../local/worker-config.ts";

export interface WranglerOptions {
  /** `pipe` returns what wrangler prints. By default it prints to the terminal. */
  readonly output?: "inherit" | "pipe";
  /** What wrangler reads from its standard input. */
  readonly input?: string;
  readonly accountId?: string | undefined;
  /** Where wrangler writes what it has done, as lines of JSON. */
  readonly outputFile?: string;
}

/** Runs wrangler. Throws when it fails. */
export function runWrangler(args: readonly string[], options: WranglerOptions = {}): string {
  const { output = "inherit", input, accountId, outputFile } = options;
  const env = {
    ...process.env,
    WRANGLER_SEND_METRICS: "false",
    ...(accountId === undefined ? {} : { CLOUDFLARE_ACCOUNT_ID: accountId }),
    ...(outputFile === undefined ? {} : { WRANGLER_OUTPUT_FILE_PATH: outputFile }),
  };
  const result = spawnSync(join(root, "node_modules", ".bin", "wrangler"), [...args], {
    cwd: root,
    env,
    stdio: [input === undefined ? "ignore" : "pipe", output, output],
    encoding: "utf8",
    ...(input === undefined ? {} : { input }),
  });
  if (result.status !== 0) {
    throw new Error(`wrangler ${args.join(" ")} failed\n${result.stdout ?? ""}${result.stderr ?? ""}`);
  }
  return result.stdout ?? "";
}

/** Returns the options that select a Worker of an environment. Production is the top level of the configurations. */
export function toTargetFlags(name: WorkerName, environment: string): readonly string[] {
  return ["--config", getConfigPath(name), "--env", environment === "production" ? "" : environment];
}

/** Sets secrets of a Worker. Their values are not visible in the list of processes. */
export function setSecrets(
  name: WorkerName,
  environment: string,
  secrets: Readonly<Record<string, string | undefined>>,
  accountId?: string,
): void {
  const input = JSON.stringify(secrets);
  runWrangler(["secret", "bulk", ...toTargetFlags(name, environment)], { input, accountId });
}

/** A Worker of an environment in an account. */
export interface WranglerTarget {
  readonly name: WorkerName;
  readonly environment: string;
  readonly accountId: string | undefined;
}

interface Annotations {
  readonly tag: string;
  readonly message: string;
}

/** Uploads a version that gets no requests. Returns its id. `secrets` are set in this version, in addition to the present ones. */
export function uploadVersion(
  { name, environment, accountId }: WranglerTarget,
  { tag, message }: Annotations,
  secrets: Readonly<Record<string, string>>,
): string {
  const folder = mkdtempSync(join(tmpdir(), "stoa-upload-"));
  try {
    const outputFile = join(folder, "output.ndjson");
    const secretsFile = join(folder, "secrets.json");
    writeFileSync(secretsFile, JSON.stringify(secrets), { mode: 0o600 });
    const added = Object.keys(secrets).length === 0 ? [] : ["--secrets-file", secretsFile];
    const args = [
      "versions",
      "upload",
      ...toTargetFlags(name, environment),
      "--tag",
      tag,
      "--message",
      message,
      ...added,
    ];
    runWrangler(args, { accountId, outputFile, output: "pipe" });
    const lines = readFileSync(outputFile, "utf8").trim().split("\n");
    const entries = lines.map((line) => JSON.parse(line) as { readonly type: string; readonly version_id?: string });
    const id = entries.find(({ type }) => type === "version-upload")?.version_id;
    if (id === undefined) throw new Error(`wrangler did not print the version of ${name}`);
    return id;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Splits the requests of a Worker between versions. */
export function deployVersions(
  { name, environment, accountId }: WranglerTarget,
  percentages: ReadonlyMap<string, number>,
  message: string,
): void {
  const versions = [...percentages].map(([id, percentage]) => `${id}@${percentage}%`);
  const args = ["versions", "deploy", ...versions, ...toTargetFlags(name, environment), "--message", message, "--yes"];
  runWrangler(args, { accountId, output: "pipe" });
}

/** Applies the routes, cron triggers and queue consumers of a Worker. */
export function deployTriggers({ name, environment, accountId }: WranglerTarget): void {
  runWrangler(["triggers", "deploy", ...toTargetFlags(name, environment)], { accountId, output: "pipe" });
}
