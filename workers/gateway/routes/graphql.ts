import type { Context } from "hono";
import { hashAddress } from "../../kit/auth/address-hash.ts";
import { anonymous } from "../../kit/auth/identity.ts";
import { parseUtf8 } from "../../kit/encoding.ts";
import { annotate, startOperation } from "../../kit/observability/operation.ts";
import { continueTrace } from "../../kit/observability/trace.ts";
import { readConfig } from "../config.ts";
import type { GatewayContext } from "../context.ts";
import { memoizeParse } from "../graphql/params.ts";
import { clientIpOf } from "../http/client-ip.ts";
import { errorResponse } from "../http/error-response.ts";
import { readBody } from "../http/read-body.ts";
import { logRequest } from "../middleware/access-log.ts";
import { findMarket, resolveMarket } from "../middleware/market.ts";
import { isWithinRateLimit, limitOf } from "../middleware/rate-limit.ts";
import { acquirePermit, createRequestContext, deadlineOf, type GatewayEnv } from "../middleware/request-context.ts";
import { isOnBehalfOfVisitor, rateLimitVisitor } from "../middleware/storefront-visitor.ts";
import { limits } from "../policies/limits.ts";
import { guessPriorityClass } from "../policies/priority-class.ts";
import { getRedisServices } from "../redis.ts";
import { isCacheable } from "../response-cache/cacheability.ts";
import type { CacheContext } from "../response-cache/edge-tier.ts";
import { cacheKeyOf, respond, respondFromMemory, toCachedResponse } from "../response-cache/http.ts";
import { getFromMemory } from "../response-cache/memory-tier.ts";
import { documentByHash, registerCachedDocument } from "../yoga/plugins/persisted-queries.ts";
import { createYogaServer, type YogaServer } from "../yoga/server.ts";

/**
 * Returns a fresh response from the memory tier for a GET, without any other work. Returns undefined for all other
 * requests, for requests with an `Origin` header, which need CORS headers, and for requests on behalf of a visitor.
 */
export async function respondFromMemoryTier(request: Request, env: Env): Promise<Response | undefined> {
  if (request.method !== "GET" || request.headers.has("origin") || isOnBehalfOfVisitor(request)) return undefined;
  const startedAt = Date.now();
  const market = findMarket(request, startedAt);
  const key = market && cacheKeyOf(request, undefined, market.slug);
  const cached = key === undefined ? undefined : getFromMemory(key, startedAt);
  if (cached?.isFresh !== true || !(await isWithinRateLimit(env, clientIpOf(request), limitOf(env, request))))
    return undefined;
  const response = respondFromMemory(cached.response, request);
  const operation = startOperation("request", continueTrace(request.headers.get("traceparent")), startedAt);
  const { operationName } = cached.response;
  Object.assign(operation.fields, { cacheStatus: "HIT_MEMORY", operationName, operationType: "query" });
  const address = await hashAddress(readConfig(env).addressHashKey, clientIpOf(request));
  logRequest(response, operation, { method: "GET", route: "/graphql", identity: anonymous, address });
  return response;
}

let yoga: YogaServer | undefined;

/** Handles `/graphql`. Cheap checks run first, so that a rejected request costs little. */
export async function handleGraphql(c: Context<GatewayEnv>): Promise<Response> {
  const request = c.req.raw;
  const { ip, storefrontId } = await rateLimitVisitor(c);
  if (storefrontId !== undefined) c.set("ip", ip);
  const deadline = deadlineOf(request);
  const text = request.method === "GET" ? undefined : await readText(request, deadline.signal);
  if (text instanceof Response) return text;

  const market = await resolveMarket(c);
  const params = text ?? c.req.query("query") ?? c.req.query("extensions") ?? "";
  const document = documentByHash(params) ?? params;
  const priorityClass = guessPriorityClass(document);
  annotate("request", { priorityClass });
  const { responseCache, documents } = getRedisServices(readConfig(c.env));
  // Carts and orders are private. Their responses are not looked up.
  const mayBeCached = (priorityClass === "browse" || priorityClass === "search") && isCacheable(document);
  const key = mayBeCached ? cacheKeyOf(request, text, market.slug) : undefined;
  const cacheContext: CacheContext = { url: request.url, waitUntil: (work) => c.executionCtx.waitUntil(work) };
  const startedAt = Date.now();
  // A response that is in memory costs less than a permit is worth.
  const isInMemory = key !== undefined && getFromMemory(key, startedAt)?.isFresh === true;
  let permit = isInMemory ? undefined : acquirePermit(c, priorityClass);
  try {
    const cached = key === undefined ? undefined : await responseCache.get(key, cacheContext);
    if (cached?.type === "hit") {
      const { operationName } = cached.response;
      annotate("request", { cacheStatus: `HIT_${cached.tier}`, operationName, operationType: "query" });
      if (text !== undefined) cacheContext.waitUntil(registerCachedDocument(text, documents, ip));
      return respond(cached.response, request, "hit");
    }
    permit ??= acquirePermit(c, priorityClass);
    const clock = cached?.type === "miss" ? cached.clock : undefined;
    const body = text === undefined ? undefined : memoizeParse(text);
    const ctx = await createRequestContext(c, {
      ip,
      storefrontId,
      market,
      permit,
      deadline,
      cacheable: clock !== undefined,
      body,
    });
    yoga ??= createYogaServer(readConfig(c.env));
    const response = await yoga(request, ctx);
    // The document may have signed in.
    c.set("identity", ctx.caller.identity);
    const entry = clock === undefined ? undefined : await toCachedResponse(response, ctx.cacheHints, clock);
    if (key === undefined || entry === undefined) return withHeaders(response, ctx);
    annotate("request", { cacheStatus: "MISS" });
    cacheContext.waitUntil(responseCache.set(key, { response: entry, validAt: startedAt }, cacheContext));
    return withHeaders(respond(entry, request, "fwd=miss"), ctx);
  } finally {
    permit?.release();
  }
}

async function readText(request: Request, signal: AbortSignal): Promise<string | Response> {
  // Any page can post a form from a browser. JSON requires a CORS preflight, which only allowed origins pass.
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    return errorResponse(415, "BAD_USER_INPUT", "The content type must be application/json");
  }
  if (request.headers.has("content-encoding")) {
    return errorResponse(415, "BAD_USER_INPUT", "Compressed bodies are not supported");
  }
  const body = await readBody(request, limits.bodyBytes, signal);
  if (!(body instanceof Uint8Array)) return errorResponse(body.status, "BAD_USER_INPUT", body.message);
  return parseUtf8(body) ?? errorResponse(400, "BAD_USER_INPUT", "The body must be UTF-8");
}

/** Adds the context's headers and cookies. A response that is not marked as public must not be stored by any cache. */
function withHeaders(response: Response, { cookies, responseHeaders }: GatewayContext): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(responseHeaders)) headers.set(name, value);
  if (cookies !== undefined || !headers.has("cache-control")) headers.set("cache-control", "no-store");
  for (const cookie of cookies?.setCookieHeaders ?? []) headers.append("set-cookie", cookie);
  return response;
}
