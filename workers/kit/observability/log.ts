export type LogLevel = "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Writes one JSON line, with the same level at the platform, so that its alerts and filters find errors. Fields never contain user input: no tokens, no passwords, no full addresses. The lines of one
 * request have the same `traceId`.
 */
export function log(level: LogLevel, message: string, fields: LogFields): void {
  console[level](JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }));
}

/** Describes an error for the log: the name and first line of its root cause, at most 300 characters. */
export function describeError(error: unknown): string {
  let rootCause = error;
  while (rootCause instanceof Error && rootCause.cause instanceof Error) rootCause = rootCause.cause;
  const text = rootCause instanceof Error ? `${rootCause.name}: ${rootCause.message}` : String(rootCause);
  return text.split("\n", 1)[0]?.slice(0, 300) ?? "";
}
