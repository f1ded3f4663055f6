import { log } from "../../kit/observability/log.ts";

export interface AccessLogEntry {
  readonly method: string;
  readonly path: string;
  readonly traceId: string;
  readonly startedAt: number;
  /** The caller's account, or the API token of a partner. */
  readonly account?: string | undefined;
  readonly tokenId?: string | undefined;
  /** The hash of the client's IP. Undefined for a request that an overloaded isolate rejected. */
  readonly address: string | undefined;
}

/** Logs a request and its response, and sets the response's request ID. */
export function logRequest({ headers, status }: Response, { startedAt, ...entry }: AccessLogEntry): void {
  const { method, path, account, tokenId, address, traceId } = entry;
  headers.set("x-request-id", traceId);
  const ms = Date.now() - startedAt;
  log("info", "request", { service: "gateway", method, path, status, ms, account, tokenId, address, traceId });
}
