/** Thrown at the first request when a binding is missing or malformed; names the binding, never its value. */
export class ConfigError extends Error {
  constructor(binding: string, problem: string) {
    super(`${binding} ${problem}`);
    this.name = "ConfigError";
  }
}

/** Reads a Worker's configuration once: its bindings are the same for as long as it runs. */
export function memoizeConfig<E extends object, C>(read: (env: E) => C): (env: E) => C {
  const known = new WeakMap<E, C>();
  return (env) => {
    let config = known.get(env);
    if (config === undefined) {
      config = read(env);
      known.set(env, config);
    }
    return config;
  };
}

/** A variable that is a whole number above zero. */
export function requireCount(env: object, binding: string): number {
  const count = Number(requireText(env, binding));
  if (!Number.isSafeInteger(count) || count < 1) throw new ConfigError(binding, "is not a whole number above zero");
  return count;
}

/** A secret or variable that must not be empty. */
export function requireText(env: object, binding: string): string {
  const value: unknown = Reflect.get(env, binding);
  if (typeof value !== "string" || value === "") throw new ConfigError(binding, "is not set");
  return value;
}
