import type { WorkerName } from "../build/bundle.ts";
import type { WorkerConfig } from "../local/worker-config.ts";
import type { CloudflareApi } from "./cloudflare-api.ts";
import type { Environment, SecretsFile } from "./secrets-file.ts";

/**
 * - `missing`: does not exist yet.
 * - `wrong`: exists, but a deployment with it would fail or would not serve customers.
 * - `unchecked`: could not be checked from here, and does not stop a deployment.
 */
export type FindingStatus = "ok" | "missing" | "wrong" | "unchecked";

export interface Finding {
  readonly status: FindingStatus;
  /** What was checked, for example `queue order-facts`. */
  readonly subject: string;
  readonly detail?: string;
  /** What the operator does about it. */
  readonly repair?: string;
  /** Arguments of wrangler that create what is missing. */
  readonly create?: readonly string[];
}

export interface Target {
  readonly environment: Environment;
  readonly configs: Readonly<Record<WorkerName, WorkerConfig>>;
  readonly secrets: SecretsFile;
  /** Variables of the process, which may have the URLs of databases. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly connect: () => CloudflareApi;
}

export interface Preflight {
  readonly findings: readonly Finding[];
  readonly accountId: string | undefined;
  /** The required secrets that each Worker does not have yet. They are in the secrets file if no finding says otherwise. */
  readonly newSecrets: Readonly<Record<WorkerName, readonly string[]>>;
}
