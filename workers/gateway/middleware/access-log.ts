import { log } from "../../kit/observability/log.ts";

/** For browsers: nothing here is a page, and nobody guesses what it might be instead. */
const securityHeaders: readonly (readonly [string, string])[] = [
  ["content-security-policy", "default-src 'none'; frame-ancestors 'none'"],
  ["cross-origin-resource-policy", "same-origin"],
  ["referrer-policy", "no-referrer"],
  ["strict-transport-security", "max-age=63072000; includeSubDomains"],
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
];

/** GraphiQL, which is there in development alone, is a page: all of it is in itself, and it asks nobody but us. */
const graphiqlPolicy = "default-src 'self' data: blob: 'unsafe-inline'; frame-ancestors 'none'";

export interface AccessLogEntry {
  readonly method: string;
  readonly path: string;
  readonly traceId: string;
  readonly startedAt: number;
}

/** Sets the headers that all answers have alike. */
export function setSecurityHeaders(headers: Headers): void {
  for (const [name, value] of securityHeaders) headers.set(name, value);
  if (headers.get("content-type")?.startsWith("text/html")) headers.set("content-security-policy", graphiqlPolicy);
}

/** The last that is done for every request: its answer gets its id, and the log a line. */
export function logRequest({ headers, status }: Response, { method, path, traceId, startedAt }: AccessLogEntry): void {
  headers.set("x-request-id", traceId);
  log("info", "request", { service: "gateway", method, path, status, ms: Date.now() - startedAt, traceId });
}
