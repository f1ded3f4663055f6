import { Code } from "@connectrpc/connect";
import { type Context, Hono } from "hono";
import { AccountService } from "../../proto/gen/account/v1/account_pb.js";
import { rpcTo } from "../kit/connect-client.ts";
import { Failure } from "../kit/failure.ts";
import { describeError, log } from "../kit/log.ts";
import { continueTrace, type Trace } from "../kit/trace.ts";
import { boundBody, refuse } from "./bodies.ts";
import { readConfig } from "./config.ts";
import { type GatewayContext, identify, openContext } from "./context.ts";
import { createEndpoint } from "./endpoint.ts";
import { toGraphQLError } from "./errors.ts";
import { readyz } from "./health.ts";
import { importProducts } from "./import-door.ts";

type Gateway = { Bindings: Env; Variables: { trace: Trace } };

const mostBytes = 100 * 1024;
const overallMs = 20_000;

let endpoint: ReturnType<typeof createEndpoint> | undefined;

const app = new Hono<Gateway>();

app.use(async (c, next) => {
  const startedAt = Date.now();
  c.set("trace", continueTrace(c.req.header("traceparent")));
  await next();
  const { traceId } = c.get("trace");
  c.res.headers.set("x-request-id", traceId);
  c.res.headers.set("x-content-type-options", "nosniff");
  c.res.headers.set("referrer-policy", "no-referrer");
  const { method, path } = c.req;
  log("info", "request", {
    service: "gateway",
    method,
    path,
    status: c.res.status,
    ms: Date.now() - startedAt,
    traceId,
  });
});

app.onError((error, c) => {
  const { traceId } = c.get("trace");
  const known = error instanceof Failure ? toGraphQLError(error) : undefined;
  if (known !== undefined) {
    const code = String(known.extensions.code);
    const statuses: Record<string, number> = {
      UNAUTHENTICATED: 401,
      FORBIDDEN: 403,
      RATE_LIMITED: 429,
      UNAVAILABLE: 503,
    };
    return refuse(statuses[code] ?? 400, code, known.message, code === "RATE_LIMITED" ? { "retry-after": "60" } : {});
  }
  log("error", "unexpected", { service: "gateway", traceId, error: describeError(error) });
  return refuse(500, "INTERNAL", `something went wrong on our side: ${traceId}`);
});

app.notFound(() => refuse(404, "NOT_FOUND", "there is nothing here: the API is at /graphql"));

app.get("/", (c) => c.json({ name: "Stoa", graphql: "/graphql", health: ["/healthz", "/readyz"] }));
app.get("/healthz", (c) => c.text("ok"));
app.get("/readyz", (c) => readyz(c.env));

app.get("/.well-known/jwks.json", async (c) => {
  const account = rpcTo(c.env.ACCOUNT, { trace: c.get("trace") });
  const { jwksJson } = await account(AccountService.method.getSigningKeys, {});
  return c.body(jwksJson, 200, { "content-type": "application/jwk-set+json", "cache-control": "public, max-age=300" });
});

app.post("/import/products", async (c) => importProducts(c.req.raw, await enter(c)));

app.on(["GET", "POST"], "/graphql", async (c) => {
  endpoint ??= createEndpoint(readConfig(c.env));
  if (c.req.method === "GET") return endpoint.fetch(c.req.raw, await enter(c));
  // Forms can be posted by any page a browser shows; JSON only by one that this origin allows.
  if (!c.req.header("content-type")?.startsWith("application/json")) {
    return refuse(415, "BAD_USER_INPUT", "the content type must be application/json");
  }
  const request = await boundBody(c.req.raw, mostBytes);
  if (!(request instanceof Request)) return refuse(request.status, "BAD_USER_INPUT", request.message);
  return endpoint.fetch(request, await enter(c));
});

/** Lets a request in: within its address's limit, as whoever its token says. */
async function enter(c: Context<Gateway>): Promise<GatewayContext> {
  const { env } = c;
  const config = readConfig(env);
  const trace = c.get("trace");
  const address = c.req.header("cf-connecting-ip") ?? "local";
  if (config.limits && !(await env.ADDRESS_LIMIT.limit({ key: address })).success) {
    throw new Failure(Code.ResourceExhausted, "RATE_LIMITED", "too many requests from this address: wait a minute");
  }
  const identity = await identify(c.req.raw, env, trace, config);
  const signal = AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(overallMs)]);
  return openContext(env, { identity, trace, signal, address });
}

export default app;
