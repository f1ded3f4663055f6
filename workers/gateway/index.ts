import { type Context, Hono } from "hono";
import { cors } from "hono/cors";
import { AccountService } from "../../proto/gen/account/v1/account_pb.js";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { rpcTo } from "../kit/connect/client.ts";
import { Failure } from "../kit/errors/failure.ts";
import { describeError, log } from "../kit/observability/log.ts";
import { continueTrace } from "../kit/observability/trace.ts";
import { readConfig } from "./config.ts";
import type { GatewayContext } from "./context.ts";
import { statuses, toGraphQLError } from "./graphql/errors.ts";
import { errorResponse, readBody } from "./http/read-body.ts";
import { logRequest, setSecurityHeaders } from "./middleware/access-log.ts";
import {
  acquirePermit,
  createRequestContext,
  deadlineOf,
  type GatewayEnv,
  rateLimitByIp,
} from "./middleware/request-context.ts";
import { handleGraphql, respondFromMemoryTier } from "./routes/graphql.ts";
import { importProducts } from "./routes/import-products.ts";
import { handlePartnerRpc } from "./routes/partner-rpc.ts";
import { readyz } from "./routes/readiness.ts";
import { rebuildSearchIndex } from "./routes/rebuild-search-index.ts";

const mostWebhookBytes = 256 * 1024;
const managingSeconds = 20;

const app = new Hono<GatewayEnv>();

app.use(async (c, next) => {
  const startedAt = Date.now();
  c.set("trace", continueTrace(c.req.header("traceparent")));
  await next();
  setSecurityHeaders(c.res.headers);
  logRequest(c.res, { method: c.req.method, path: c.req.path, traceId: c.get("trace").traceId, startedAt });
});

app.onError((error, c) => {
  const { traceId } = c.get("trace");
  const known = error instanceof Failure ? toGraphQLError(error) : undefined;
  if (known !== undefined) {
    const code = String(known.extensions.code);
    const wait = known.extensions.retryAfterSeconds ?? (code === "RATE_LIMITED" ? 60 : undefined);
    const headers = wait === undefined ? {} : { "retry-after": `${wait}` };
    return errorResponse(statuses[code] ?? 400, code, known.message, headers);
  }
  log("error", "unexpected", { service: "gateway", traceId, error: describeError(error) });
  return errorResponse(500, "INTERNAL", `something went wrong on our side: ${traceId}`);
});

app.notFound(() => errorResponse(404, "NOT_FOUND", "there is nothing here: the API is at /graphql"));

app.get("/", (c) => c.json({ name: "Stoa", graphql: "/graphql", health: ["/healthz", "/readyz"] }));
app.get("/healthz", (c) => c.text("ok"));
app.get("/readyz", async (c) => {
  await rateLimitByIp(c);
  return readyz(c.env);
});

app.get("/.well-known/jwks.json", async (c) => {
  await rateLimitByIp(c);
  const account = rpcTo(c.env.ACCOUNT, { trace: c.get("trace") });
  const { jwksJson } = await account(AccountService.method.getSigningKeys, {});
  return c.body(jwksJson, 200, { "content-type": "application/jwk-set+json", "cache-control": "public, max-age=300" });
});

app.post("/import/products", (c) => asCatalogManager(c, (context) => importProducts(c.req.raw, context)));
app.post("/search/rebuild", (c) => asCatalogManager(c, (context) => rebuildSearchIndex(c.req.raw, context)));

app.post("/webhooks/stripe", async (c) => {
  await rateLimitByIp(c, c.env.WEBHOOK_LIMIT);
  const body = await readBody(c.req.raw, mostWebhookBytes, deadlineOf(c.req.raw).signal);
  if (!(body instanceof Uint8Array)) return errorResponse(body.status, "BAD_USER_INPUT", body.message);
  const signature = c.req.header("stripe-signature") ?? "";
  const order = rpcTo(c.env.ORDER, { trace: c.get("trace") });
  await order(OrderService.method.receivePaymentEvent, { payload: body, signature });
  return c.json({ received: true });
});

const forPages = cors({
  origin: (origin, c) => (readConfig(c.env).origins.has(origin) ? origin : null),
  credentials: true,
  allowMethods: ["GET", "POST"],
  allowHeaders: ["authorization", "content-type", "last-event-id", "traceparent", "x-stoa-session"],
  exposeHeaders: ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after", "x-request-id"],
  maxAge: 86_400,
});
// Whoever is no page of another origin is not kept waiting for what only those need.
app.use("/graphql", (c, next) => (c.req.header("origin") === undefined ? next() : forPages(c, next)));
app.on(["GET", "POST"], "/graphql", handleGraphql);
app.all("/graphql", () =>
  errorResponse(405, "BAD_USER_INPUT", "the API is asked with GET or POST", { allow: "GET, HEAD, POST, OPTIONS" }),
);
app.on(["GET", "POST"], "/rpc/*", handlePartnerRpc);

/** What catalog managers do past GraphQL, which takes longer than a page of it may. */
async function asCatalogManager(
  c: Context<GatewayEnv>,
  work: (context: GatewayContext) => Promise<Response>,
): Promise<Response> {
  const address = await rateLimitByIp(c);
  const admission = acquirePermit(c.env, "browse");
  try {
    const context = await createRequestContext(c, {
      address,
      admission,
      deadline: deadlineOf(c.req.raw, managingSeconds),
    });
    await context.requireUnrevoked();
    return await work(context);
  } finally {
    admission.release();
  }
}

const serve = async (...[request, env, execution]: Parameters<ExportedHandlerFetchHandler<Env>>): Promise<Response> =>
  (await respondFromMemoryTier(request, env)) ?? app.fetch(request, env, execution);

export default {
  async fetch(request, env, execution) {
    if (request.method !== "HEAD") return serve(request, env, execution);
    // What a GET would be answered, without its body.
    const response = await serve(new Request(request, { method: "GET" }), env, execution);
    await response.body?.cancel();
    return new Response(null, response);
  },
} satisfies ExportedHandler<Env>;
