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

/** Returns a variable that must be a positive integer. Throws a ConfigError otherwise. */
export function requirePositiveInteger(env: object, binding: string): number {
  const value = Number(requireString(env, binding));
  if (!Number.isSafeInteger(value) || value < 1) throw new ConfigError(binding, "is not a positive integer");
  return value;
}

/** Returns a secret or variable that must not be empty. Throws a ConfigError otherwise. */
export function requireString(env: object, binding: string): string {
  const value: unknown = Reflect.get(env, binding);
  if (typeof value !== "string" || value === "") throw new ConfigError(binding, "is not set");
  return value;
}
