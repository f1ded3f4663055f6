import { ConfigError, memoizeConfig } from "./config.ts";

/**
 * Optimizations that replace a library's own code path. Each has the same observable behavior as the library, so that it
 * can be switched off:
 * - `executor`: the gateway's query executor, in place of graphql-js's algorithm as Yoga implements it;
 * - `yoga`: the path past Yoga for queries that Yoga has validated before;
 * - `connect`: the handler and client for unary calls between Workers, in place of Connect's own.
 */
export const fastPaths = ["executor", "yoga", "connect"] as const;

export type FastPathName = (typeof fastPaths)[number];

export type FastPaths = Readonly<Record<FastPathName, boolean>>;

const binding = "FAST_PATHS";

/** Returns the fast paths that a Worker's `FAST_PATHS` variable switches on. Throws a ConfigError for unknown names. */
export const readFastPaths = memoizeConfig((env: object): FastPaths => parseFastPaths(Reflect.get(env, binding)));

/**
 * Parses a comma-separated list of names. A missing or empty value switches all fast paths on, `none` switches all off.
 * Throws a ConfigError for any other value.
 */
export function parseFastPaths(value: unknown): FastPaths {
  const names = parseNames(value);
  return { executor: names.has("executor"), yoga: names.has("yoga"), connect: names.has("connect") };
}

function parseNames(value: unknown): ReadonlySet<unknown> {
  if (value === undefined || value === null || value === "") return new Set(fastPaths);
  if (value === "none") return new Set();
  const names = typeof value === "string" ? value.split(",").map((name) => name.trim()) : [];
  if (names.length === 0 || !names.every((name) => fastPaths.some((known) => known === name))) {
    throw new ConfigError(binding, `is not "none" or a comma-separated list of ${fastPaths.join(", ")}`);
  }
  return new Set(names);
}
