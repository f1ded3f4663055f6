import { tracing, WorkerEntrypoint } from "cloudflare:workers";
import { Hono } from "hono";
import { hashAddress } from "../kit/auth/address-hash.ts";
import { anonymous } from "../kit/auth/identity.ts";
import { runInOperation, startOperation } from "../kit/observability/operation.ts";
import { setPlatformTracing } from "../kit/observability/platform-tracing.ts";
import { setServiceName } from "../kit/observability/resource.ts";
import { continueTrace } from "../kit/observability/trace.ts";
import { readConfig } from "./config.ts";
import { clientIpOf } from "./http/client-ip.ts";
import { errorResponse, setErrorHeaders } from "./http/error-response.ts";
import { markPageRequest } from "./http/page-request.ts";
import { setSecurityHeaders } from "./http/security-headers.ts";
import { logRequest } from "./middleware/access-log.ts";
import { asCatalogManager } from "./middleware/catalog-manager.ts";
import { cors } from "./middleware/cors.ts";
import { handleError } from "./middleware/error-handler.ts";
import type { GatewayEnv } from "./middleware/request-context.ts";
import { countSearchClick } from "./routes/count-search-click.ts";
import { failedLines } from "./routes/failed-lines.ts";
import { handleGraphql, respondFromMemoryTier } from "./routes/graphql.ts";
import { importFile } from "./routes/import-file.ts";
import { importProducts } from "./routes/import-products.ts";
import { handleJwks } from "./routes/jwks.ts";
import { handlePartnerRpc } from "./routes/partner-rpc.ts";
import { handleReadiness } from "./routes/readiness.ts";
import { rebuildSearchIndex } from "./routes/rebuild-search-index.ts";
import { handleSecurityTxt } from "./routes/security-txt.ts";
import { handleStripeWebhook } from "./routes/stripe-webhook.ts";

setServiceName("gateway");
setPlatformTracing(tracing);

const app = new Hono<GatewayEnv>();

app.use(async (c, next) => {
  const operation = startOperation("request", continueTrace(c.req.header("traceparent")));
  c.set("trace", operation.trace);
  await runInOperation(operation, next);
  setSecurityHeaders(c.res.headers);
  // The protocols of partners define the content type of an error.
  if (c.res.status >= 400 && !c.req.path.startsWith("/rpc/")) setErrorHeaders(c.res.headers);
  const ip = c.get("ip") ?? clientIpOf(c.req.raw);
  logRequest(c.res, operation, {
    method: c.req.method,
    route: routeOf(c.req.path),
    identity: c.get("identity") ?? anonymous,
    // A rejection must be cheap. A new address needs a hash.
    address: c.get("isShed") ? undefined : await hashAddress(readConfig(c.env).addressHashKey, ip),
  });
});

app.onError(handleError);
app.notFound(() => errorResponse(404, "NOT_FOUND", "Not found. The GraphQL API is at /graphql."));

app.get("/", (c) => c.json({ name: "Stoa", graphql: "/graphql", health: ["/healthz", "/readyz"] }));
app.get("/healthz", (c) => c.text("ok"));
app.get("/readyz", handleReadiness);
app.get("/.well-known/jwks.json", handleJwks);
app.get("/.well-known/security.txt", handleSecurityTxt);

app.use("/graphql", cors);
app.on(["GET", "POST"], "/graphql", handleGraphql);
app.all("/graphql", () =>
  errorResponse(405, "BAD_USER_INPUT", "Use GET or POST", { allow: "GET, HEAD, POST, OPTIONS" }),
);
app.on(["GET", "POST"], "/rpc/*", handlePartnerRpc);

app.post("/import/products", asCatalogManager(importProducts));
app.put("/import/files/:id", importFile);
app.get("/import/jobs/:id/failed-lines", asCatalogManager(failedLines));
app.post("/search/rebuild", asCatalogManager(rebuildSearchIndex));
app.post("/search/clicks", countSearchClick);
app.post("/webhooks/stripe", handleStripeWebhook);

const routes: ReadonlySet<string> = new Set(app.routes.map(({ path }) => path));

/** Returns the template of a route. Paths under `/rpc` that are no method, and unknown paths, have text of the client. */
function routeOf(path: string): string {
  if (routes.has(path)) return path;
  if (path.startsWith("/import/files/")) return "/import/files/:id";
  if (/^\/import\/jobs\/[^/]+\/failed-lines$/.test(path)) return "/import/jobs/:id/failed-lines";
  return path.startsWith("/rpc/") ? "/rpc/*" : "unknown";
}

const handle = async (...[request, env, execution]: Parameters<ExportedHandlerFetchHandler<Env>>): Promise<Response> =>
  (await respondFromMemoryTier(request, env)) ?? app.fetch(request, env, execution);

const isPagesPath = (url: string): boolean =>
  /^https?:\/\/[^/]+\/(graphql|search\/clicks|import\/files\/\w+|import\/jobs\/\w+\/failed-lines)(\?|$)/.test(url);

/**
 * The API for the Workers that render pages. Only Workers with a service binding reach this entrypoint, so it trusts the
 * visitor's address and country in their requests. They need no token.
 */
export class Pages extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    if (!isPagesPath(request.url)) return errorResponse(404, "NOT_FOUND", "Pages have no access to this path");
    markPageRequest(request);
    return handle(request as Parameters<typeof handle>[0], this.env, this.ctx);
  }
}

export default {
  async fetch(request, env, execution) {
    if (request.method !== "HEAD") return handle(request, env, execution);
    // HEAD is handled as GET. The response is returned without its body.
    const response = await handle(new Request(request, { method: "GET" }), env, execution);
    await response.body?.cancel();
    return new Response(null, response);
  },
} satisfies ExportedHandler<Env>;
