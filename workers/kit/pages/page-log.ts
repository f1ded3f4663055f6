import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { log } from "../observability/log.ts";
import { continueTrace } from "../observability/trace.ts";
import type { PageVariables } from "./page-request.ts";

/** Writes one line for each request. Its span is the parent of the gateway's: one trace leads from the page to the order. */
export const logPages: MiddlewareHandler<{ Variables: Pick<PageVariables, "trace"> }> = async (c, next) => {
  const startedAt = Date.now();
  const { traceId, spanId, parentSpanId } = continueTrace(c.req.header("traceparent"));
  c.set("trace", { traceId, spanId });
  await next();
  const route = routePath(c, -1);
  log("info", "page", {
    httpMethod: c.req.method,
    // The path of an unknown page is text of the visitor.
    route: route.endsWith("*") ? "unknown" : route,
    status: c.res.status,
    ms: Date.now() - startedAt,
    traceId,
    spanId,
    parentSpanId,
  });
};
