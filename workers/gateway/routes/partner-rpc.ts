import { type DescService, getOption } from "@bufbuild/protobuf";
import { Code, ConnectError } from "@connectrpc/connect";
import { codeToHttpStatus, errorToJsonBytes } from "@connectrpc/connect/protocol-connect";
import { setTrailerStatus } from "@connectrpc/connect/protocol-grpc-web";
import type { Context } from "hono";
import { CatalogService } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { Scope, scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import { identityHeader, signIdentity } from "../../kit/auth/identity.ts";
import { requireScope } from "../../kit/auth/permissions.ts";
import { serviceIdentity } from "../../kit/auth/service-identity.ts";
import { rpcTo } from "../../kit/connect/client.ts";
import { clientHeaders } from "../../kit/connect/client-info.ts";
import { Failure, toConnectError, tooLarge, unauthenticated, unavailable } from "../../kit/errors/failure.ts";
import { describeError, log } from "../../kit/observability/log.ts";
import { traceparentOf } from "../../kit/observability/trace.ts";
import { authenticatePartner } from "../auth/api-token.ts";
import { readConfig } from "../config.ts";
import { type BodyError, readBody } from "../http/read-body.ts";
import { acquirePermit, deadlineOf, type GatewayEnv, rateLimitByIp } from "../middleware/request-context.ts";
import { limits, priorityClasses } from "../policies/limits.ts";
import { partnerPolicies } from "../policies/partners.ts";
import { getRedisServices } from "../redis.ts";

const callees = [
  ["CATALOG", CatalogService],
  ["CATALOG", InventoryService],
  ["ORDER", OrderService],
] as const satisfies readonly (readonly [keyof Env, DescService])[];

/** The methods that are there for partners, by their path: those whose contract names a scope. */
const methods = new Map(
  callees.flatMap(([callee, service]) =>
    service.methods.flatMap((method) => {
      const needed = getOption(method, scope);
      if (needed === Scope.UNSPECIFIED || needed === Scope.STOREFRONT) return [];
      const path = `/${service.typeName}/${method.name}`;
      return [[path, { callee, path, needed, policy: partnerPolicies[needed] }] as const];
    }),
  ),
);

/** What of a request's head belongs to the protocols. Nothing else goes on: least of all who a caller says they are. */
const passedOn = [
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
 * The door for partners' programs: `/rpc/<package.Service>/<Method>` with an API token, in Connect's protocol (binary,
 * JSON, GET) or gRPC-Web. The bytes go to the service and back as they are; whatever is refused here is refused in the
 * form of the call.
 */
export async function handlePartnerRpc(c: Context<GatewayEnv>): Promise<Response> {
  try {
    return await forward(c);
  } catch (error) {
    const wire = toConnectError(error);
    if (wire.code === Code.Internal) {
      log("error", "unexpected", {
        service: "gateway",
        traceId: c.get("trace").traceId,
        error: describeError(error),
      });
    }
    return refuseInForm(c.req.raw, error);
  }
}

async function forward(c: Context<GatewayEnv>): Promise<Response> {
  const { env } = c;
  const { raw: request } = c.req;
  const trace = c.get("trace");
  const address = await rateLimitByIp(c);
  const { signal } = deadlineOf(request);
  const config = readConfig(env);
  const now = Date.now();
  const own = await serviceIdentity("gateway", config.identityKey, now);
  const account = rpcTo(env.ACCOUNT, { trace, signal, identity: own });
  const partner = await authenticatePartner(bearerOf(request.headers), account, now);
  const { pathname, search } = new URL(request.url);
  const method = methods.get(pathname.slice("/rpc".length));
  if (method === undefined) throw new ConnectError("there is no such method for partners", Code.Unimplemented);
  requireScope(partner, method.needed);
  const admission = acquirePermit(env, method.policy.class);
  try {
    const { tokenId } = partner;
    const { cost, class: of } = method.policy;
    const { withoutRedis } = priorityClasses[of];
    const taken = config.limits
      ? await getRedisServices(config).quota.consume({ kind: "token", id: tokenId }, cost, withoutRedis)
      : {};
    const body = request.method === "GET" ? undefined : await readBody(request, limits.bodyBytes, signal);
    if (body !== undefined && !(body instanceof Uint8Array)) throw toConnectFailure(body);
    log("info", "partner", { service: "gateway", tokenId, method: method.path, traceId: trace.traceId });
    const headers = headersFor(request.headers, await signIdentity({ roles: [], partner }, config.identityKey, now));
    headers.set("traceparent", traceparentOf(trace));
    for (const [name, value] of Object.entries(clientHeaders({ address }))) headers.set(name, value);
    const url = `http://service${method.path}${search}`;
    const init = { method: request.method, headers, signal, redirect: "manual" } as const;
    const answer = await reach(env[method.callee], url, body === undefined ? init : { ...init, body });
    return new Response(answer.body, {
      status: answer.status,
      headers: { ...Object.fromEntries(answer.headers), ...taken, "cache-control": "no-store" },
    });
  } finally {
    admission.release();
  }
}

function bearerOf(headers: Headers): string {
  const token = /^[Bb]earer (.+)$/.exec(headers.get("authorization") ?? "")?.[1];
  if (token === undefined) throw unauthenticated("an API token is needed: Authorization: Bearer stoa_…");
  return token;
}

/** What belongs to the protocols, and whom the gateway vouches for. */
function headersFor(from: Headers, signed: string): Headers {
  const headers = new Headers();
  for (const name of passedOn) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  headers.set(identityHeader, signed);
  return headers;
}

async function reach(callee: Fetcher, url: string, init: RequestInit): Promise<Response> {
  try {
    return await callee.fetch(url, init);
  } catch (cause) {
    const late = init.signal?.aborted === true;
    throw late ? new ConnectError("not done in time", Code.DeadlineExceeded) : unavailable("no answer", cause);
  }
}

function toConnectFailure({ status, message }: BodyError): ConnectError {
  if (status === 413) return tooLarge(limits.bodyBytes);
  return new ConnectError(message, status === 408 ? Code.DeadlineExceeded : Code.Canceled);
}

/** Of gRPC-Web, an answer of trailers alone; of Connect, an error as JSON. */
function refuseInForm({ headers: asked }: Request, error: unknown): Response {
  const wire = toConnectError(error);
  const headers = new Headers({ "content-type": "application/json", "cache-control": "no-store" });
  const wait = error instanceof Failure ? error.metadata.retryAfterSeconds : undefined;
  if (wait !== undefined) headers.set("retry-after", wait);
  const type = asked.get("content-type") ?? "";
  if (type.startsWith("application/grpc-web")) {
    headers.set("content-type", type);
    return new Response(null, { headers: setTrailerStatus(headers, wire) });
  }
  const body = errorToJsonBytes(wire, undefined) as Uint8Array<ArrayBuffer>;
  return new Response(body, { status: codeToHttpStatus(wire.code), headers });
}
