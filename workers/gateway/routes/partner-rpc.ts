import { type DescService, getOption } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel as Idempotency } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError } from "@connectrpc/connect";
import { codeToHttpStatus, codeToString, errorToJsonBytes } from "@connectrpc/connect/protocol-connect";
import { setTrailerStatus } from "@connectrpc/connect/protocol-grpc-web";
import type { Context } from "hono";
import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { PricingService } from "../../../proto/gen/catalog/v1/pricing_pb.js";
import { Scope, scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import { type Identity, identityHeader, type Partner } from "../../kit/auth/identity.ts";
import { requireScope } from "../../kit/auth/permissions.ts";
import { createRpcClient } from "../../kit/connect/client.ts";
import { clientHeaders } from "../../kit/connect/client-info.ts";
import { Failure, toConnectError, tooLarge, unauthenticated, unavailable } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { annotate, countingUpstream, noteErrorCode } from "../../kit/observability/operation.ts";
import { toTraceparent } from "../../kit/observability/trace.ts";
import { authenticatePartner } from "../auth/api-token.ts";
import { readConfig } from "../config.ts";
import {
  decodeGrpcWebText,
  encodeGrpcWebText,
  grpcWebTextType,
  isGrpcWebText,
  toBinaryHeaders,
} from "../http/grpc-web-text.ts";
import { type BodyError, readBody } from "../http/read-body.ts";
import { rateLimitByIp } from "../middleware/rate-limit.ts";
import { acquirePermit, createRequestAudit, deadlineOf, type GatewayEnv } from "../middleware/request-context.ts";
import type { Audit } from "../policies/audit.ts";
import { limits, priorityClasses } from "../policies/limits.ts";
import { costOfPartnerRequest } from "../policies/partner-request-cost.ts";
import { partnerPolicies } from "../policies/partners.ts";
import { getRedisServices } from "../redis.ts";

const services = [
  ["CATALOG", CatalogService],
  ["CATALOG", InventoryService],
  ["CATALOG", PricingService],
  ["ORDER", OrderService],
] as const satisfies readonly (readonly [keyof Env, DescService])[];

/** The methods for partners by path: those whose contract names a scope. */
const methods = new Map(
  services.flatMap(([binding, service]) =>
    service.methods.flatMap((method) => {
      const requiredScope = getOption(method, scope);
      if (requiredScope === Scope.UNSPECIFIED || requiredScope === Scope.STOREFRONT) return [];
      const path = `/${service.typeName}/${method.name}`;
      const isRead = method.idempotency === Idempotency.NO_SIDE_EFFECTS;
      return [[path, { binding, path, requiredScope, isRead, policy: partnerPolicies[requiredScope] }] as const];
    }),
  ),
);

/** Request headers of the protocols. No other header is forwarded, in particular no identity that a client claims. */
const forwardedHeaders = [
  "accept",
  "content-encoding",
  "content-type",
  "connect-accept-encoding",
  "connect-protocol-version",
  "connect-timeout-ms",
  "grpc-accept-encoding",
  "grpc-encoding",
  "grpc-timeout",
  "x-grpc-web",
  "x-user-agent",
] as const;

/**
 * Handles `/rpc/<package.Service>/<Method>`, for partners with an API token, in the Connect protocol (binary, JSON, GET) or
 * gRPC-Web (binary, text). Bodies are forwarded unchanged in both directions, except for text, which the services do not
 * know. Errors of the gateway have the form of the call's protocol.
 */
export async function handlePartnerRpc(c: Context<GatewayEnv>): Promise<Response> {
  try {
    return await forward(c);
  } catch (error) {
    if (error instanceof Failure) recordDenial(error, c);
    if (toConnectError(error).code === Code.Internal) {
      log("error", "unexpected", {
        traceId: c.get("trace").traceId,
        error: describeError(error),
      });
    }
    return toErrorResponse(c.req.raw, error);
  }
}

function recordDenial(failure: Failure, c: Context<GatewayEnv>): void {
  const audit = createRequestAudit(c);
  const operation = findMethod(c.req.raw)?.path.slice(1) ?? "/rpc";
  if (failure.code === Code.Unauthenticated) audit.denied("API_TOKEN_REFUSED", operation);
  else audit.deniedBy(failure, operation);
}

function findMethod({ url }: Request) {
  return methods.get(new URL(url).pathname.slice("/rpc".length));
}

async function forward(c: Context<GatewayEnv>): Promise<Response> {
  const { env } = c;
  const { raw: request } = c.req;
  const trace = c.get("trace");
  const ip = await rateLimitByIp(c);
  const { signal } = deadlineOf(request);
  const config = readConfig(env);
  const now = Date.now();
  const identity = await config.identitySigner.signService(now);
  const account = createRpcClient(env.ACCOUNT, { trace, signal, identity, fastPath: config.fastPaths.connect });
  const partner = await authenticatePartner({ token: parseBearerToken(request.headers), request, now }, account);
  c.set("identity", { roles: [], partner });
  const { search, searchParams } = new URL(request.url);
  const method = findMethod(request);
  if (method === undefined) throw new ConnectError("Partners have no such method", Code.Unimplemented);
  requireScope(partner, method.requiredScope);
  annotate("request", {
    operationName: method.path.slice(1),
    priorityClass: method.policy.class,
    cost: method.policy.cost,
  });
  const permit = acquirePermit(c, method.policy.class);
  try {
    const { tokenId } = partner;
    const { cost, class: priorityClass } = method.policy;
    const { failMode } = priorityClasses[priorityClass];
    const consume = async (points: number) =>
      config.limitsEnabled
        ? getRedisServices(config).quota.consume([{ type: "token", id: tokenId }], points, failMode)
        : {};
    let quotaHeaders = await consume(cost);
    const isText = isGrpcWebText(request.headers);
    const requestHeaders = isText ? toBinaryHeaders(request.headers) : request.headers;
    const body = request.method === "GET" ? undefined : await readRequestBody(request, signal, isText);
    const costOfRequest = costOfPartnerRequest(method.path, { headers: requestHeaders, searchParams, body }, cost);
    annotate("request", { cost: costOfRequest });
    if (costOfRequest > cost) quotaHeaders = await consume(costOfRequest - cost);
    const signed = await config.identitySigner.sign(toIdentity(partner), now);
    const headers = toServiceHeaders(requestHeaders, signed);
    headers.set("traceparent", toTraceparent(trace));
    for (const [name, value] of Object.entries(clientHeaders({ ip }))) headers.set(name, value);
    const url = `http://service${method.path}${search}`;
    const init = { method: request.method, headers, signal, redirect: "manual" } as const;
    const response = await callService(env[method.binding], url, body === undefined ? init : { ...init, body });
    recordOutcome(createRequestAudit(c), response, method);
    const responseHeaders = { ...Object.fromEntries(response.headers), ...quotaHeaders, "cache-control": "no-store" };
    if (!isText) return new Response(response.body, { status: response.status, headers: responseHeaders });
    // The methods of partners are unary, so the response is short.
    const text = encodeGrpcWebText(new Uint8Array(await response.arrayBuffer()));
    return new Response(text, {
      status: response.status,
      headers: { ...responseHeaders, "content-type": grpcWebTextType },
    });
  } finally {
    permit.release();
  }
}

/** Identities by partner: a signature is reused for the same object, and cached partners are the same objects. */
const identities = new WeakMap<Partner, Identity>();

function toIdentity(partner: Partner): Identity {
  let identity = identities.get(partner);
  if (identity === undefined) {
    identity = { roles: [], partner };
    identities.set(partner, identity);
  }
  return identity;
}

/** Records what the service denied to the partner, and what the partner changed. */
function recordOutcome(
  audit: Audit,
  { ok, status, headers }: Response,
  { path, isRead }: { readonly path: string; readonly isRead: boolean },
): void {
  const operation = path.slice(1);
  const grpcStatus = Number(headers.get("grpc-status") ?? 0);
  if (status === 403 || grpcStatus === Code.PermissionDenied) audit.denied("ACCESS_DENIED", operation);
  else if (ok && grpcStatus === 0 && !isRead) audit.changed(operation);
}

async function readRequestBody(request: Request, signal: AbortSignal, isText: boolean) {
  const body = await readBody(request, limits.bodyBytes, signal);
  if (!(body instanceof Uint8Array)) throw toConnectFailure(body);
  const frames = isText ? decodeGrpcWebText(body) : body;
  if (frames === undefined) throw new ConnectError("The body is not valid base64", Code.InvalidArgument);
  return frames;
}

function parseBearerToken(headers: Headers): string {
  const token = /^[Bb]earer (.+)$/.exec(headers.get("authorization") ?? "")?.[1];
  if (token === undefined) throw unauthenticated("An API token is required: Authorization: Bearer stoa_…");
  return token;
}

/** Returns the forwarded headers and the partner's signed identity. */
function toServiceHeaders(from: Headers, signedIdentity: string): Headers {
  const headers = new Headers();
  for (const name of forwardedHeaders) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  headers.set(identityHeader, signedIdentity);
  return headers;
}

async function callService(service: Fetcher, url: string, init: RequestInit): Promise<Response> {
  try {
    return await countingUpstream("rpc", () => service.fetch(url, init));
  } catch (cause) {
    const isTimeout = init.signal?.aborted === true;
    throw isTimeout
      ? new ConnectError("The request timed out", Code.DeadlineExceeded)
      : unavailable("The service is unavailable", cause);
  }
}

function toConnectFailure({ status, message }: BodyError): ConnectError {
  if (status === 413) return tooLarge(limits.bodyBytes);
  return new ConnectError(message, status === 408 ? Code.DeadlineExceeded : Code.Canceled);
}

/** Returns a trailers-only response for gRPC-Web, and a JSON error for Connect. */
function toErrorResponse({ headers: requestHeaders }: Request, error: unknown): Response {
  const connectError = toConnectError(error);
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  const wait = error instanceof Failure ? error.metadata.retryAfterSeconds : undefined;
  if (wait !== undefined) headers.set("retry-after", wait);
  const type = requestHeaders.get("content-type") ?? "";
  noteErrorCode(codeToString(connectError.code).toUpperCase());
  if (type.startsWith("application/grpc-web")) {
    headers.set("content-type", isGrpcWebText(requestHeaders) ? grpcWebTextType : type);
    return new Response(null, { headers: setTrailerStatus(headers, connectError) });
  }
  const body = errorToJsonBytes(connectError, undefined) as Uint8Array<ArrayBuffer>;
  return new Response(body, { status: codeToHttpStatus(connectError.code), headers });
}
