import type { Context } from "hono";
import { continueTrace } from "../../kit/observability/trace.ts";
import { readConfig } from "../config.ts";
import type { GatewayContext } from "../context.ts";
import { memoizeParse } from "../graphql/params.ts";
import { errorResponse, readBody } from "../http/read-body.ts";
import { logRequest } from "../middleware/access-log.ts";
import {
  acquirePermit,
  clientIpOf,
  createRequestContext,
  deadlineOf,
  type GatewayEnv,
  isWithinRateLimit,
} from "../middleware/request-context.ts";
import { isOnBehalfOfVisitor, rateLimitVisitor } from "../middleware/storefront-visitor.ts";
import { limits } from "../policies/limits.ts";
import { classOf } from "../policies/load-shedding.ts";
import { getRedisServices } from "../redis.ts";
import { isCacheable } from "../response-cache/cacheability.ts";
import type { CacheContext } from "../response-cache/edge-tier.ts";
import { keyOf, respond, respondFromMemory, toCachedResponse } from "../response-cache/http.ts";
import { getFromMemory } from "../response-cache/memory-tier.ts";
import { documentByHash } from "../yoga/plugins/persisted-queries.ts";
import { createYogaServer, type YogaServer } from "../yoga/server.ts";

/**
 * A GET whose answer this isolate has just given somebody: nothing else is set up for it. Undefined for any other
 * request, for one from a page, whose origin has to be looked at, and for one that says whom it is for.
 */
export async function respondFromMemoryTier(request: Request, env: Env): Promise<Response | undefined> {
  if (request.method !== "GET" || request.headers.has("origin") || isOnBehalfOfVisitor(request)) return undefined;
  const key = keyOf(request, undefined);
  const startedAt = Date.now();
  const found = key === undefined ? undefined : getFromMemory(key, startedAt);
  if (found?.trusted !== true || !(await isWithinRateLimit(env, clientIpOf(request)))) return undefined;
  const response = respondFromMemory(found.answer, request);
  const { traceId } = continueTrace(request.headers.get("traceparent"));
  logRequest(response, { method: "GET", path: "/graphql", traceId, startedAt });
  return response;
}

let endpoint: YogaServer | undefined;

/** `/graphql`: what costs least is looked at first, so that what is refused has cost little. */
export async function handleGraphql(c: Context<GatewayEnv>): Promise<Response> {
  const request = c.req.raw;
  const address = await rateLimitVisitor(c);
  const deadline = deadlineOf(request);
  const text = request.method === "GET" ? undefined : await readText(request, deadline.signal);
  if (text instanceof Response) return text;

  const asked = text ?? c.req.query("query") ?? c.req.query("extensions") ?? "";
  const words = documentByHash(asked) ?? asked;
  const claimed = classOf(words);
  const { responseCache: shelf } = getRedisServices(readConfig(c.env));
  // What is about a cart or an order is nobody else's: it is not even looked for.
  const everybodys = (claimed === "browse" || claimed === "search") && isCacheable(words);
  const key = everybodys ? keyOf(request, text) : undefined;
  const visit: CacheContext = { url: request.url, waitUntil: (work) => c.executionCtx.waitUntil(work) };
  const startedAt = Date.now();
  const found = key === undefined ? undefined : await shelf.find(key, visit);
  if (typeof found === "object") return respond(found, request, "hit");

  const admission = acquirePermit(c.env, claimed);
  try {
    const keeping = found !== undefined;
    const body = text === undefined ? undefined : memoizeParse(text);
    const ctx = await createRequestContext(c, { address, admission, deadline, keeping, body });
    endpoint ??= createYogaServer(readConfig(c.env));
    const response = await endpoint(request, ctx);
    const answer = found === undefined ? undefined : await toCachedResponse(response, ctx.cacheHints, found);
    if (key === undefined || answer === undefined) return withHeaders(response, ctx);
    visit.waitUntil(shelf.keep(key, { answer, goodAt: startedAt }, visit));
    return withHeaders(respond(answer, request, "fwd=miss"), ctx);
  } finally {
    admission.release();
  }
}

const decoder = new TextDecoder();

async function readText(request: Request, signal: AbortSignal): Promise<string | Response> {
  // Forms can be posted by any page a browser shows; JSON only by one that this origin allows.
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json")
    return errorResponse(415, "BAD_USER_INPUT", "the content type must be application/json");
  if (request.headers.has("content-encoding")) {
    return errorResponse(415, "BAD_USER_INPUT", "the body may not be compressed");
  }
  const body = await readBody(request, limits.bodyBytes, signal);
  return body instanceof Uint8Array ? decoder.decode(body) : errorResponse(body.status, "BAD_USER_INPUT", body.message);
}

/** What became known on the way. What is not said to be everybody's is its caller's: no cache may keep it. */
function withHeaders(response: Response, { cookies, headers: known }: GatewayContext): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(known)) headers.set(name, value);
  if (cookies !== undefined || !headers.has("cache-control")) headers.set("cache-control", "no-store");
  for (const line of cookies?.lines ?? []) headers.append("set-cookie", line);
  return response;
}
