import { ConfigError } from "../config.ts";

/** A private key of a set. It signs from `activeFrom` on, in seconds since the epoch. It is published before. */
export interface SigningKey {
  readonly kid: string;
  readonly activeFrom?: number;
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly d: string;
}

/** Parses a JSON Web Key Set of private keys. Throws a ConfigError that names the binding, never its value. */
export function parseSigningKeys(binding: string, value: string): readonly SigningKey[] {
  return parseKeySet<SigningKey>(binding, value, ["kid", "kty", "crv", "x", "d"]);
}

/** Parses a JSON Web Key Set whose keys have these string members. Throws a ConfigError that names the binding. */
export function parseKeySet<K>(binding: string, value: string, members: readonly (keyof K & string)[]): readonly K[] {
  const { keys } = parseJson(binding, value);
  const isKey = (key: unknown) =>
    typeof key === "object" && key !== null && members.every((name) => typeof Reflect.get(key, name) === "string");
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isKey)) {
    throw new ConfigError(binding, `needs at least one key, and ${members.join(", ")} in each key`);
  }
  return keys as K[];
}

function parseJson(binding: string, value: string): { readonly keys?: unknown } {
  try {
    return (JSON.parse(value) ?? {}) as { readonly keys?: unknown };
  } catch {
    throw new ConfigError(binding, "is not JSON");
  }
}

/** Returns the newest active key. Throws a ConfigError when none is active yet. `now` is in milliseconds. */
export function getActiveKey<K extends { readonly activeFrom?: number }>(
  binding: string,
  keys: readonly K[],
  now: number,
): K {
  let newest: K | undefined;
  for (const key of keys) {
    const { activeFrom = 0 } = key;
    if (activeFrom * 1000 <= now && (newest === undefined || activeFrom > (newest.activeFrom ?? 0))) newest = key;
  }
  if (newest === undefined) throw new ConfigError(binding, "has no active key");
  return newest;
}
