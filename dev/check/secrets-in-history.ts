import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { root } from "../build/root.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** Secrets of the providers that a shop uses, and of the usual tools. Each has a form that no other text has. */
const patterns: Readonly<Record<string, RegExp>> = {
  "private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  "private JSON Web Key": /"d": ?"[\w-]{40,}"/,
  "JSON Web Token": /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/,
  "Stripe live key": /\b[sr]k_live_\w{16,}/,
  "Stripe test key": /\b[sr]k_test_\w{40,}/,
  "Stripe webhook secret": /\bwhsec_[A-Za-z0-9+/]{24,}/,
  "Resend key": /\bre_[A-Za-z0-9]{8}_[A-Za-z0-9]{16,}/,
  "EasyPost key": /\bEZ[AT]K[0-9a-f]{32}/,
  "Neon database": /postgres(?:ql)?:\/\/[^\s:@"']+:[^\s@"'${}]{8,}@[\w.-]+\.neon\.tech/,
  "Upstash token": /UPSTASH_REDIS_REST_TOKEN["']?\s*[:=]\s*["']?[A-Za-z0-9_-]{30,}={0,2}/,
  "Cloudflare token": /CLOUDFLARE_API_TOKEN["']?\s*[:=]\s*["']?[\w-]{40}/,
  "AWS key": /\bAKIA[0-9A-Z]{16}\b/,
  "Google key": /\bAIza[\w-]{35}/,
  "GitHub token": /\b(?:gh[pousr]_\w{30,}|github_pat_\w{30,})/,
  "npm token": /\bnpm_[A-Za-z0-9]{36}\b/,
  "Slack token": /\bxox[abprs]-[\w-]{10,}/,
};

/** Returns the kind of secret that a line contains. */
export function findSecret(line: string): string | undefined {
  return Object.entries(patterns).find(([, pattern]) => pattern.test(line))?.[0];
}

/**
 * Fails if a line that any commit of any branch has added contains a secret. A secret that was removed later is still in the
 * history, and must be rotated. Does not print it.
 */
export async function checkSecretsInHistory(): Promise<Finding> {
  const args = ["log", "--all", "-p", "--unified=0", "--no-color", "--no-ext-diff", "--text", "--format=commit %h"];
  const git = spawn("git", args, { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  const exit = new Promise<number | null>((resolve) => git.once("close", resolve));
  const found = new Set<string>();
  let commit = "";
  let file = "";
  let commits = 0;
  for await (const line of createInterface({ input: git.stdout, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.startsWith("commit ")) {
      commit = line.slice("commit ".length);
      commits++;
    } else if (line.startsWith("+++ ")) file = line.slice("+++ b/".length);
    else if (line.startsWith("+")) {
      const kind = findSecret(line);
      if (kind !== undefined) found.add(`${commit} ${file}: ${kind}`);
    }
  }
  if ((await exit) !== 0) return failed(["git could not read the history"]);
  return found.size > 0 ? failed([...found]) : passed(`${commits} commits`);
}
