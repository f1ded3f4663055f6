/** Thrown at the first request when a binding is missing or malformed; names the binding, never its value. */
export class ConfigError extends Error {
  constructor(binding: string, problem: string) {
    super(`${binding} ${problem}`);
    this.name = "ConfigError";
  }
}

/** A secret or variable that must not be empty. */
export function requireText(env: object, binding: string): string {
  const value: unknown = Reflect.get(env, binding);
  if (typeof value !== "string" || value === "") throw new ConfigError(binding, "is not set");
  return value;
}
