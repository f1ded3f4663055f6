import { log } from "../../kit/observability/log.ts";

export interface AccessLogEntry {
  readonly method: string;
  readonly path: string;
  readonly traceId: string;
  readonly startedAt: number;
}

/** Logs a request and its response, and sets the response's request ID. */
export function logRequest({ headers, status }: Response, { method, path, traceId, startedAt }: AccessLogEntry): void {
  headers.set("x-request-id", traceId);
  log("info", "request", { service: "gateway", method, path, status, ms: Date.now() - startedAt, traceId });
}
