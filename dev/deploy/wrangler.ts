import { spawnSync } from "node:child_process";
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
}

/** Runs wrangler. Throws when it fails. */
export function runWrangler(args: readonly string[], options: WranglerOptions = {}): string {
  const { output = "inherit", input, accountId } = options;
  const env = {
    ...process.env,
    WRANGLER_SEND_METRICS: "false",
    ...(accountId === undefined ? {} : { CLOUDFLARE_ACCOUNT_ID: accountId }),
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
