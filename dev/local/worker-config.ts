import { join } from "node:path";
import { unstable_readConfig } from "wrangler";
import { isPageWorker, type PageWorkerName, type WorkerName } from "../build/bundle.ts";
import { root } from "../build/root.ts";
import type { BackingServices } from "./backing-services.ts";
import { toBindings } from "./own-keys.ts";

/** The origins of the Workers that render pages. */
export interface PageUrls {
  readonly storefrontUrl: string;
  readonly consoleUrl: string;
}

/**
 * Returns the origins of the Workers that render pages. The storefront has another host name than the console and the API, because
 * browsers send the cookies of a host to all of its ports.
 */
export function toPageUrls(ports: Readonly<Record<PageWorkerName, number>>): PageUrls {
  return { storefrontUrl: `http://localhost:${ports.storefront}`, consoleUrl: `http://127.0.0.1:${ports.console}` };
}

/** The origins are absent if these Workers do not run. */
export interface LocalOptions extends Partial<PageUrls> {
  readonly limits: boolean;
  /** Overrides of variables in wrangler.toml. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** Returns the path of a Worker's wrangler.toml. The gateway's is at the root of the repository. */
export function getConfigPath(name: WorkerName): string {
  return name === "gateway" ? join(root, "wrangler.toml") : join(root, "workers", name, "wrangler.toml");
}

interface QueueConsumer {
  readonly queue: string;
  readonly max_batch_size?: number;
  readonly max_batch_timeout?: number;
  readonly max_retries?: number;
  readonly retry_delay?: number;
  readonly dead_letter_queue?: string;
}

/** The fields of a wrangler.toml that this project uses, with the overrides of one environment. */
export interface WorkerConfig {
  readonly name: string;
  readonly main: string;
  readonly compatibility_date: string;
  readonly compatibility_flags: string[];
  readonly workers_dev?: boolean;
  readonly logpush?: boolean;
  readonly preview_urls?: boolean;
  readonly routes?: readonly (string | { readonly pattern: string })[];
  readonly route?: unknown;
  readonly placement?: { readonly region?: string };
  readonly limits?: { readonly cpu_ms?: number };
  readonly upload_source_maps?: boolean;
  readonly version_metadata?: { readonly binding: string };
  readonly triggers?: { readonly crons?: readonly string[] };
  readonly vars: Readonly<Record<string, unknown>>;
  readonly secrets?: { readonly required?: readonly string[] };
  readonly services?: readonly { readonly binding: string; readonly service: string; readonly entrypoint?: string }[];
  readonly assets?: { readonly directory: string; readonly binding?: string };
  readonly build?: { readonly command?: string; readonly watch_dir?: string | readonly string[] };
  readonly alias?: Readonly<Record<string, string>>;
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

/** Reads a Worker's configuration as it is deployed. The local stack changes only the values of variables. */
export function readWorkerConfig(name: WorkerName, env?: string): WorkerConfig {
  const args = { config: getConfigPath(name), ...(env === undefined ? {} : { env }) };
  return unstable_readConfig(args, { hideWarnings: true }) as WorkerConfig;
}

/** The backing services that Workers have bindings to. */
export type LocalServices = Pick<
  BackingServices,
  "secrets" | "neonProxy" | "redisUrl" | "stripeHost" | "mailHost" | "databaseUrl"
> &
  Partial<
    Pick<
      BackingServices,
      "secretsOf" | "elasticsearchUrl" | "graphiqlHost" | "breachedPasswordsHost" | "easypostHost" | "viesHost"
    >
  >;

/** The switches of the services, if they are served. */
export interface FaultLabAddress {
  readonly faultLabHost?: string;
}

/** The carriers of the local shop, which the EasyPost emulator knows, and where it sends from. */
const carriers = "usps=USPS ups-ground=UPSDAP:Ground dhl-express=DHLExpress";
const shippingOrigin = "NL/NH/Amsterdam/1012 AB";
/** The country of the local shop's own VAT number. */
const shopCountry = "NL";

/** Origins of the usual development servers of web pages. `ALLOWED_ORIGINS` replaces them. */
const developmentOrigins = "http://localhost:3000 http://localhost:5173";

/** Returns the origins that may call the local gateway from a browser, separated by spaces. */
export function getAllowedOrigins({ vars = {} }: LocalOptions): string {
  const deployed = readWorkerConfig("gateway").vars.ALLOWED_ORIGINS;
  return vars.ALLOWED_ORIGINS ?? process.env.ALLOWED_ORIGINS ?? `${deployed} ${developmentOrigins}`;
}

/** Returns the variables and secrets of a Worker on the local stack. */
export function localBindings(
  name: WorkerName,
  services: LocalServices & FaultLabAddress,
  options: LocalOptions,
): Record<string, string> {
  const secrets = services.secretsOf?.[name] ?? services.secrets;
  const { limits, storefrontUrl, consoleUrl, vars = {} } = options;
  const config = readWorkerConfig(name);
  const available: Record<string, string> = {
    ENVIRONMENT: "development",
    LIMITS: limits ? "on" : "off",
    NEON_PROXY: services.neonProxy,
    STRIPE_HOST: services.stripeHost,
    // The emulator has no limit of its own.
    STRIPE_REQUESTS_PER_SECOND: "10000",
    MAIL_HOST: services.mailHost,
    BREACHED_PASSWORDS_HOST: services.breachedPasswordsHost ?? "none",
    CARRIER_PROVIDER: services.easypostHost === undefined ? "none" : "easypost",
    CARRIERS: carriers,
    SHIPPING_ORIGIN: shippingOrigin,
    EASYPOST_HOST: services.easypostHost ?? "",
    SHOP_COUNTRY: shopCountry,
    VIES_HOST: services.viesHost ?? "none",
    GRAPHIQL_HOST: services.graphiqlHost ?? "",
    FAULT_LAB_HOST: services.faultLabHost ?? "",
    FAULT_LAB_TOKEN: services.faultLabHost === undefined ? "" : secrets.sandboxToken,
    MAIL_API_KEY: secrets.mailKey,
    ELASTICSEARCH_URL: services.elasticsearchUrl ?? "none",
    PICTURES: "drawn",
    PICTURE_ORIGIN: "",
    DATABASE_URL: name === "gateway" || isPageWorker(name) ? "" : services.databaseUrl(name),
    ...(isPageWorker(name) ? {} : toBindings(secrets, name)),
    ...(storefrontUrl === undefined ? {} : { STOREFRONT_URL: storefrontUrl }),
    ...(consoleUrl === undefined ? {} : { CONSOLE_URL: consoleUrl }),
    STRIPE_SECRET_KEY: secrets.stripeKey,
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    UPSTASH_REDIS_REST_URL: services.redisUrl,
    UPSTASH_REDIS_REST_TOKEN: secrets.redisToken,
    // Locally, cached data is in the same Redis as sessions and limits.
    CACHE_REDIS_REST_URL: services.redisUrl,
    CACHE_REDIS_REST_TOKEN: secrets.redisToken,
    // All services share one machine here, which may be busy.
    REDIS_BUDGET_MS: "1000",
    ALLOWED_ORIGINS: getAllowedOrigins(options),
    RETURN_ORIGINS: [getAllowedOrigins(options), ...(storefrontUrl === undefined ? [] : [storefrontUrl])].join(" "),
  };
  const variables = Object.entries(config.vars).map(([key, value]) => [
    key,
    vars[key] ?? available[key] ?? String(value),
  ]);
  // No configuration requires these variables and secrets.
  const optional = Object.entries({
    FAST_PATHS: vars.FAST_PATHS ?? process.env.STOA_FAST_PATHS,
    METRICS_LOG: vars.METRICS_LOG ?? process.env.STOA_METRICS_LOG,
    IDENTITY_KEY: secrets.identityKey,
    EASYPOST_API_KEY: name === "order" ? secrets.easypostKey : undefined,
  }).filter(([, value]) => value !== undefined);
  const required = config.secrets?.required ?? [];
  return Object.fromEntries([
    ...variables,
    ...optional,
    ...required.map((key) => [key, getSecret(name, key, available)]),
  ]);
}

function getSecret(name: WorkerName, key: string, available: Readonly<Record<string, string>>): string {
  const value = available[key];
  if (value === undefined) throw new Error(`${name} needs the secret ${key}, which the local stack does not create`);
  return value;
}
