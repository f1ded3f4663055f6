export type LogLevel = "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * One JSON line. Fields are facts about the work, never what people typed: no token, no password, no whole address.
 * Lines of one request share its `traceId`.
 */
export function log(level: LogLevel, message: string, fields: LogFields): void {
  console.log(JSON.stringify({ level, message, ...fields }));
}

/** What may be written of an error: its kind and first line, cut short. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.split("\n", 1)[0]?.slice(0, 300) ?? "";
}
