export type LogLevel = "info" | "warn" | "error";
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * One JSON line. Fields are facts about the work, never what people typed: no token, no password, no whole address.
 * Lines of one request share its `traceId`.
 */
export function log(level: LogLevel, message: string, fields: LogFields): void {
  console.log(JSON.stringify({ level, message, ...fields }));
}

/** What may be written of an error: the kind and first line of what caused it in the end, cut short. */
export function describeError(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  const text = deepest instanceof Error ? `${deepest.name}: ${deepest.message}` : String(deepest);
  return text.split("\n", 1)[0]?.slice(0, 300) ?? "";
}
