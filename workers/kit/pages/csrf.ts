import type { MiddlewareHandler } from "hono";
import { ForbiddenRequest } from "./http-errors.ts";

/**
 * Rejects requests that change something unless a page of this site sent them. Browsers set `Sec-Fetch-Site`, and pages
 * cannot change it. A browser without it sends `Origin` with each POST.
 */
export function requireSameOrigin<B extends object>(
  readOrigin: (env: B) => string,
): MiddlewareHandler<{ Bindings: B }> {
  return async (c, next) => {
    if (c.req.method !== "GET" && c.req.method !== "HEAD") {
      const site = c.req.header("sec-fetch-site");
      const isOwn = site === undefined ? c.req.header("origin") === readOrigin(c.env) : site === "same-origin";
      if (!isOwn) throw new ForbiddenRequest();
    }
    await next();
  };
}
