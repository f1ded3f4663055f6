import { type LogFieldName, type LogFields, logFields } from "./log-fields.ts";
import { getResourceJson } from "./resource.ts";

export type LogLevel = "info" | "warn" | "error";

/**
 * Writes one JSON line, with the same level at the platform, so that its alerts and filters find errors. Fields never contain user
 * input: no tokens, no passwords, no full addresses. The lines of one request have the same `traceId`.
 */
export function log(level: LogLevel, message: string, fields: LogFields): void {
  const time = new Date().toISOString();
  console[level](
    `{"time":"${time}","level":"${level}","message":${JSON.stringify(message)}${getResourceJson()}${toFieldsJson(fields)}}`,
  );
}

/** Returns the fields under their names in lines, as members of a JSON object after other members. */
function toFieldsJson(fields: LogFields): string {
  let json = "";
  for (const key in fields) {
    const name = key as LogFieldName;
    const value = fields[name];
    if (value !== undefined)
      json += `,"${logFields[name]}":${typeof value === "number" ? value : JSON.stringify(value)}`;
  }
  return json;
}

/** Describes an error for the log: the name and first line of its root cause, at most 300 characters. */
export function describeError(error: unknown): string {
  let rootCause = error;
  while (rootCause instanceof Error && rootCause.cause instanceof Error) rootCause = rootCause.cause;
  const text = rootCause instanceof Error ? `${rootCause.name}: ${rootCause.message}` : String(rootCause);
  return text.split("\n", 1)[0]?.slice(0, 300) ?? "";
}
