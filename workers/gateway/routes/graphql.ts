import type { Context } from "hono";
import { continueTrace } from "../../kit/observability/trace.ts";
import { readConfig } from "../config.ts";
import type { GatewayContext } from "../context.ts";
import { parsedOnce } from "../graphql/params.ts";
import { readBody, refuse } from "../http/read-body.ts";
import { depart } from "../middleware/access-log.ts";
import { addressOf, admit, deadlineOf, enter, type Gateway, isWithinLimit } from "../middleware/request-context.ts";
import { isForVisitor, limitVisitor } from "../middleware/storefront-visitor.ts";
import { bounds } from "../policies/limits.ts";
import { classOf } from "../policies/load-shedding.ts";
import { openCounters } from "../redis.ts";
import { mayBeKept } from "../response-cache/cacheability.ts";
import type { Visit } from "../response-cache/edge-tier.ts";
import { answerOf, give, giveAgain, keyOf } from "../response-cache/http.ts";
import { recall } from "../response-cache/memory-tier.ts";
import { namedDocument } from "../yoga/plugins/persisted-queries.ts";
import { createEndpoint, type Endpoint } from "../yoga/server.ts";

/**
 * A GET whose answer this isolate has just given somebody: nothing else is set up for it. Undefined for any other
 * request, for one from a page, whose origin has to be looked at, and for one that says whom it is for.
 */
export async function serveFromMemory(request: Request, env: Env): Promise<Response | undefined> {
  if (request.method !== "GET" || request.headers.has("origin") || isForVisitor(request)) return undefined;
  const key = keyOf(request, undefined);
  const startedAt = Date.now();
  const found = key === undefined ? undefined : recall(key, startedAt);
  if (found?.trusted !== true || !(await isWithinLimit(env, addressOf(request)))) return undefined;
  const response = giveAgain(found.answer, request);
  const { traceId } = continueTrace(request.headers.get("traceparent"));
  depart(response, { method: "GET", path: "/graphql", traceId, startedAt });
  return response;
}

let endpoint: Endpoint | undefined;

/** `/graphql`: what costs least is looked at first, so that what is refused has cost little. */
export async function serveGraphql(c: Context<Gateway>): Promise<Response> {
  const request = c.req.raw;
  const address = await limitVisitor(c);
  const deadline = deadlineOf(request);
  const text = request.method === "GET" ? undefined : await readText(request, deadline.signal);
  if (text instanceof Response) return text;

  const asked = text ?? c.req.query("query") ?? c.req.query("extensions") ?? "";
  const words = namedDocument(asked) ?? asked;
  const claimed = classOf(words);
  const { shelf } = openCounters(readConfig(c.env));
  // What is about a cart or an order is nobody else's: it is not even looked for.
  const everybodys = (claimed === "browse" || claimed === "search") && mayBeKept(words);
  const key = everybodys ? keyOf(request, text) : undefined;
  const visit: Visit = { url: request.url, afterwards: (work) => c.executionCtx.waitUntil(work) };
  const startedAt = Date.now();
  const found = key === undefined ? undefined : await shelf.find(key, visit);
  if (typeof found === "object") return give(found, request, "hit");

  const admission = admit(c.env, claimed);
  try {
    const keeping = found !== undefined;
    const body = text === undefined ? undefined : parsedOnce(text);
    const ctx = await enter(c, { address, admission, deadline, keeping, body });
    endpoint ??= createEndpoint(readConfig(c.env));
    const response = await endpoint(request, ctx);
    const answer = found === undefined ? undefined : await answerOf(response, ctx.making, found);
    if (key === undefined || answer === undefined) return withHeaders(response, ctx);
    visit.afterwards(shelf.keep(key, { answer, goodAt: startedAt }, visit));
    return withHeaders(give(answer, request, "fwd=miss"), ctx);
  } finally {
    admission.leave();
  }
}

const decoder = new TextDecoder();

async function readText(request: Request, signal: AbortSignal): Promise<string | Response> {
  // Forms can be posted by any page a browser shows; JSON only by one that this origin allows.
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") return refuse(415, "BAD_USER_INPUT", "the content type must be application/json");
  if (request.headers.has("content-encoding")) {
    return refuse(415, "BAD_USER_INPUT", "the body may not be compressed");
  }
  const body = await readBody(request, bounds.bodyBytes, signal);
  return body instanceof Uint8Array ? decoder.decode(body) : refuse(body.status, "BAD_USER_INPUT", body.message);
}

/** What became known on the way. What is not said to be everybody's is its caller's: no cache may keep it. */
function withHeaders(response: Response, { cookies, headers: known }: GatewayContext): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(known)) headers.set(name, value);
  if (cookies !== undefined || !headers.has("cache-control")) headers.set("cache-control", "no-store");
  for (const line of cookies?.lines ?? []) headers.append("set-cookie", line);
  return response;
}
