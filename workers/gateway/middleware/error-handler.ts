import type { Context } from "hono";
import { Failure } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { httpStatusByErrorCode, toGraphQLError } from "../graphql/errors.ts";
import { errorResponse } from "../http/error-response.ts";
import type { GatewayEnv } from "./request-context.ts";

/** Returns the response of a request that threw: a Failure with its code, everything else as INTERNAL. */
export function handleError(error: Error, c: Context<GatewayEnv>): Response {
  const { traceId } = c.get("trace");
  const known = error instanceof Failure ? toGraphQLError(error) : undefined;
  if (known !== undefined) {
    const code = String(known.extensions.code);
    const wait = known.extensions.retryAfterSeconds ?? (code === "RATE_LIMITED" ? 60 : undefined);
    const headers = wait === undefined ? {} : { "retry-after": `${wait}` };
    return errorResponse(httpStatusByErrorCode[code] ?? 400, code, known.message, headers);
  }
  log("error", "unexpected", { service: "gateway", traceId, error: describeError(error) });
  return errorResponse(500, "INTERNAL", `Internal server error. Request ID: ${traceId}`);
}
