import { join } from "node:path";
import { unstable_readConfig } from "wrangler";
import type { WorkerName } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import type { BackingServices } from "./backing-services.ts";

export interface LocalOptions {
  readonly limits: boolean;
  /** Variables that are to have another value than in the configurations, for tests. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** The path of a Worker's wrangler.toml: the gateway's is the repository's own. */
export function configPath(name: WorkerName): string {
  return name === "gateway" ? join(root, "wrangler.toml") : join(root, "workers", name, "wrangler.toml");
}

interface QueueConsumer {
  readonly queue: string;
  readonly max_batch_size?: number;
  readonly max_batch_timeout?: number;
  readonly max_retries?: number;
  readonly dead_letter_queue?: string;
}

/** What the project uses of a wrangler.toml, after an environment has been laid over it. */
export interface WorkerConfig {
  readonly name: string;
  readonly main: string;
  readonly compatibility_date: string;
  readonly compatibility_flags: string[];
  readonly workers_dev?: boolean;
  readonly preview_urls?: boolean;
  readonly routes?: readonly unknown[];
  readonly route?: unknown;
  readonly vars: Readonly<Record<string, unknown>>;
  readonly secrets?: { readonly required?: readonly string[] };
  readonly services?: readonly { readonly binding: string; readonly service: string }[];
  readonly durable_objects: { readonly bindings: readonly { readonly name: string; readonly class_name: string }[] };
  readonly queues?: {
    readonly producers?: readonly { readonly binding: string; readonly queue: string }[];
    readonly consumers?: readonly QueueConsumer[];
  };
  readonly migrations?: readonly unknown[];
  readonly rules?: readonly unknown[];
  readonly ratelimits?: readonly {
    readonly name: string;
    readonly namespace_id: string;
    readonly simple: { readonly limit: number; readonly period: 10 | 60 };
  }[];
}

/** A Worker's configuration as it is deployed: what the local cloud changes is only the values of variables. */
export function readWorkerConfig(name: WorkerName, env?: string): WorkerConfig {
  const args = { config: configPath(name), ...(env === undefined ? {} : { env }) };
  return unstable_readConfig(args, { hideWarnings: true }) as WorkerConfig;
}

/** What of the engines the Workers are told. */
export type LocalServices = Pick<
  BackingServices,
  "secrets" | "neonProxy" | "redisUrl" | "stripeHost" | "mailHost" | "databaseUrl"
> &
  Partial<Pick<BackingServices, "elasticsearchUrl" | "graphiqlHost">>;

/** Where pages come from that somebody works on, unless they say otherwise. */
const developmentServers = "http://localhost:3000 http://localhost:5173";

/** The variables and secrets of a Worker over the local cloud. */
export function localBindings(
  name: WorkerName,
  engines: LocalServices,
  { limits, vars = {} }: LocalOptions,
): Record<string, string> {
  const { secrets } = engines;
  const config = readWorkerConfig(name);
  const available: Record<string, string> = {
    ENVIRONMENT: "development",
    LIMITS: limits ? "on" : "off",
    NEON_PROXY: engines.neonProxy,
    STRIPE_HOST: engines.stripeHost,
    MAIL_HOST: engines.mailHost,
    GRAPHIQL_HOST: engines.graphiqlHost ?? "",
    MAIL_API_KEY: secrets.mailKey,
    ELASTICSEARCH_URL: engines.elasticsearchUrl ?? "none",
    DATABASE_URL: name === "gateway" ? "" : engines.databaseUrl(name),
    IDENTITY_KEY: secrets.identityKey,
    JWT_PRIVATE_KEYS: secrets.jwtPrivateKeys,
    STRIPE_SECRET_KEY: secrets.stripeKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    UPSTASH_REDIS_REST_URL: engines.redisUrl,
    UPSTASH_REDIS_REST_TOKEN: secrets.redisToken,
    // One machine plays every part here, and may be busy.
    REDIS_BUDGET_MS: "1000",
    ALLOWED_ORIGINS: process.env.ALLOWED_ORIGINS ?? `${config.vars.ALLOWED_ORIGINS} ${developmentServers}`,
  };
  const variables = Object.entries(config.vars).map(([key, value]) => [
    key,
    vars[key] ?? available[key] ?? String(value),
  ]);
  const required = config.secrets?.required ?? [];
  return Object.fromEntries([...variables, ...required.map((key) => [key, secretOf(name, key, available)])]);
}

function secretOf(name: WorkerName, key: string, available: Readonly<Record<string, string>>): string {
  const value = available[key];
  if (value === undefined) throw new Error(`${name} needs the secret ${key}, which the local cloud does not make`);
  return value;
}
