import { Code } from "@connectrpc/connect";
import type { Context } from "hono";
import { Failure } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { defaultRetryAfterSeconds, httpStatusByErrorCode, toGraphQLError } from "../graphql/errors.ts";
import { errorResponse } from "../http/error-response.ts";
import { createRequestAudit, type GatewayEnv } from "./request-context.ts";
import { isOnBehalfOfVisitor } from "./storefront-visitor.ts";

/** Returns the response of a request that threw: a Failure with its code, everything else as INTERNAL. */
export function handleError(error: Error, c: Context<GatewayEnv>): Response {
  const { traceId } = c.get("trace");
  if (error instanceof Failure) recordDenial(error, c);
  if (error instanceof Failure && error.reason === "OVERLOADED") c.set("isShed", true);
  const known = error instanceof Failure ? toGraphQLError(error) : undefined;
  if (known !== undefined) {
    const code = String(known.extensions.code);
    const wait = known.extensions.retryAfterSeconds ?? defaultRetryAfterSeconds[code];
    const headers = wait === undefined ? {} : { "retry-after": `${wait}` };
    return errorResponse(httpStatusByErrorCode[code] ?? 400, code, known.message, headers);
  }
  log("error", "unexpected", { traceId, error: describeError(error) });
  return errorResponse(500, "INTERNAL", `Internal server error. Request ID: ${traceId}`);
}

/** Records a request that failed as a whole. Errors of GraphQL fields are recorded with their field. */
function recordDenial(failure: Failure, c: Context<GatewayEnv>): void {
  const audit = createRequestAudit(c);
  const operation = `${c.req.method} ${c.req.path}`;
  const isTokenRefused = failure.code === Code.Unauthenticated && c.get("identity") === undefined;
  if (!isTokenRefused) audit.deniedBy(failure, operation);
  // The token of a storefront's server is checked first. It sets the IP.
  else if (isOnBehalfOfVisitor(c.req.raw) && c.get("ip") === undefined) audit.denied("API_TOKEN_REFUSED", operation);
  else if (failure.metadata.expired === undefined) audit.denied("TOKEN_REFUSED", operation);
}
