/** Thrown at the first request when a binding is missing or invalid. Names the binding, never its value. */
export class ConfigError extends Error {
  constructor(binding: string, problem: string) {
    super(`${binding} ${problem}`);
    this.name = "ConfigError";
  }
}

/** Returns a function that reads a Worker's configuration once per `env`. Bindings do not change during its lifetime. */
export function memoizeConfig<E extends object, C>(read: (env: E) => C): (env: E) => C {
  const configs = new WeakMap<E, C>();
  return (env) => {
    let config = configs.get(env);
    if (config === undefined) {
      config = read(env);
      configs.set(env, config);
    }
    return config;
  };
}

const environments = ["production", "staging", "development"] as const;
type EnvironmentName = (typeof environments)[number];

/** Returns `ENVIRONMENT`. Throws a ConfigError for an unknown name, so that a typing error never opens a deployment. */
export function readEnvironment(env: object): EnvironmentName {
  return requireOneOf(env, "ENVIRONMENT", environments);
}

/**
 * Returns whether `LIMITS` enforces rate limits and quotas. Throws a ConfigError unless it is "on", or "off" in development.
 */
export function readLimitsEnabled(env: object): boolean {
  const isDevelopment = readEnvironment(env) === "development";
  const limits = requireOneOf(env, "LIMITS", ["on", "off"]);
  if (limits === "off" && !isDevelopment) throw new ConfigError("LIMITS", 'is "off" outside development');
  return limits === "on";
}

/**
 * Returns a variable that replaces the host of a service in local development: `host:port` of this machine, or empty for the
 * service itself. Throws a ConfigError for any other value, so that a deployment never sends secrets to another host.
 */
export function readLocalHost(env: object, binding: string): string {
  const host: unknown = Reflect.get(env, binding);
  if (host === "") return "";
  if (typeof host === "string" && /^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(host)) return host;
  throw new ConfigError(binding, "is neither empty nor `host:port` of this machine");
}

/** Returns a list of origins, written as in the `Origin` header and separated by spaces. It may be empty. */
export function readOrigins(env: object, binding: string): ReadonlySet<string> {
  const text: unknown = Reflect.get(env, binding);
  if (typeof text !== "string") throw new ConfigError(binding, "is not set");
  const origins = text.split(/[\s,]+/).filter((origin) => origin !== "");
  const invalid = origins.find((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (invalid !== undefined) throw new ConfigError(binding, `contains ${invalid}, which is not an origin`);
  return new Set(origins);
}

/** Returns a variable that must have one of these values. Throws a ConfigError otherwise. */
export function requireOneOf<T extends string>(env: object, binding: string, values: readonly T[]): T {
  const text = requireString(env, binding);
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw new ConfigError(binding, `is not one of ${values.join(", ")}`);
  return value;
}

/** Returns a variable that must be a positive integer. Throws a ConfigError otherwise. */
export function requirePositiveInteger(env: object, binding: string): number {
  const value = Number(requireString(env, binding));
  if (!Number.isSafeInteger(value) || value < 1) throw new ConfigError(binding, "is not a positive integer");
  return value;
}

/** Returns the base URL of a site, without a path. Throws a ConfigError unless it is `https://host` or `http://host`. */
export function requireUrl(env: object, binding: string): string {
  const text = requireString(env, binding);
  const isOrigin = /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
  if (!isOrigin) throw new ConfigError(binding, "is not a base URL such as https://shop.example");
  return text;
}

/** Returns a secret or variable that must not be empty. Throws a ConfigError otherwise. */
export function requireString(env: object, binding: string): string {
  const value: unknown = Reflect.get(env, binding);
  if (typeof value !== "string" || value === "") throw new ConfigError(binding, "is not set");
  return value;
}

/** Returns a secret or variable that may be absent. */
export function readOptionalString(env: object, binding: string): string | undefined {
  const value: unknown = Reflect.get(env, binding);
  return typeof value === "string" && value !== "" ? value : undefined;
}
