import type { MiddlewareHandler } from "hono";
import { renderContinuePage } from "../parts/continue-page.tsx";
import type { PageEnv } from "../server/page-context.ts";

/**
 * Browsers do not send the session's cookies when another site leads to a page, for example a link in an email. Responds with a
 * page that loads itself again: that request has them.
 */
export const loadAgainForSession: MiddlewareHandler<PageEnv> = async (c, next) => {
  const { cookies, locale } = c.var;
  const hasSession = cookies.hasAccess || cookies.hasRefresh;
  if (hasSession || !cookies.hasHint || c.req.header("sec-fetch-site") !== "cross-site") return next();
  const { pathname, search } = new URL(c.req.url);
  const { session } = locale.messages;
  return renderContinuePage(c, { heading: session.heading, link: session.continue, path: `${pathname}${search}` });
};
