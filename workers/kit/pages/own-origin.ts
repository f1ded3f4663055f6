import type { MiddlewareHandler } from "hono";

/** Redirects a request to the origin of this site, because each page has one address although other hosts may lead here. */
export function requireOwnOrigin<B extends object>(readOrigin: (env: B) => string): MiddlewareHandler<{ Bindings: B }> {
  return async (c, next) => {
    const origin = readOrigin(c.env);
    if (c.req.url.startsWith(`${origin}/`)) return next();
    const { pathname, search } = new URL(c.req.url);
    return c.redirect(`${origin}${pathname}${search}`, 308);
  };
}
