import type { MiddlewareHandler } from "hono";
import { readConfig } from "../config.ts";
import { ForbiddenRequest } from "./http-errors.ts";
import type { PageEnv } from "./page-context.ts";

/**
 * Rejects requests that change something unless a page of this site sent them. Browsers set `Sec-Fetch-Site`, and pages
 * cannot change it. A browser without it sends `Origin` with each POST.
 */
export const requireSameOrigin: MiddlewareHandler<PageEnv> = async (c, next) => {
  if (c.req.method !== "GET" && c.req.method !== "HEAD") {
    const site = c.req.header("sec-fetch-site");
    const isOwn = site === undefined ? c.req.header("origin") === readConfig(c.env).origin : site === "same-origin";
    if (!isOwn) throw new ForbiddenRequest();
  }
  await next();
};
