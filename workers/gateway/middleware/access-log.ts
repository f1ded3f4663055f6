import type { Identity } from "../../kit/auth/identity.ts";
import { isStaff } from "../../kit/auth/permissions.ts";
import { endOperation, type Operation } from "../../kit/observability/operation.ts";

export interface AccessLogEntry {
  readonly method: string;
  /** The template of the route: a path without ids. */
  readonly route: string;
  readonly identity: Identity;
  /** The hash of the client's IP. Undefined for a request that an overloaded isolate rejected. */
  readonly address: string | undefined;
}

/** Writes the line of a request and its response, and sets the response's request ID. */
export function logRequest(
  { headers, status }: Response,
  operation: Operation<"request">,
  { method, route, identity, address }: AccessLogEntry,
): void {
  const { fields, trace } = operation;
  headers.set("x-request-id", trace.traceId);
  fields.httpMethod = method;
  fields.route = route;
  fields.status = status;
  fields.caller = callerKind(identity);
  fields.account = identity.accountId;
  fields.tokenId = identity.partner?.tokenId;
  fields.address = address;
  fields.cacheStatus ??= "BYPASS";
  endOperation(operation, isServerFault(status, fields.errorCodes) ? "warn" : "info");
}

type CallerKind = "anonymous" | "guest" | "account" | "staff" | "partner";

function callerKind(identity: Identity): CallerKind {
  const { accountId, partner, roles } = identity;
  if (partner !== undefined) return "partner";
  if (accountId === undefined) return "anonymous";
  if (roles.includes("GUEST")) return "guest";
  return isStaff(identity) ? "staff" : "account";
}

/** The codes of errors that are not the client's. */
const serverFaults: ReadonlySet<string> = new Set(["INTERNAL", "UNAVAILABLE"]);

function isServerFault(status: number, codes: unknown): boolean {
  return status >= 500 || (Array.isArray(codes) && codes.some((code) => serverFaults.has(code)));
}
