import type { MiddlewareHandler } from "hono";
import { renderPage } from "../parts/page.tsx";
import type { PageEnv } from "../server/page-context.ts";

/**
 * Browsers do not send the session's cookies when another site leads to a page, for example a link in a chat. Responds with a page
 * that loads itself again: that request has them.
 */
export const loadAgainForSession: MiddlewareHandler<PageEnv> = async (c, next) => {
  const { cookies } = c.var;
  const hasSession = cookies.hasAccess || cookies.hasRefresh;
  if (hasSession || !cookies.hasHint || c.req.header("sec-fetch-site") !== "cross-site") return next();
  const { pathname, search } = new URL(c.req.url);
  const path = `${pathname}${search}`;
  return renderPage(
    c,
    { title: "Continue", refresh: { seconds: 0, path, always: true } },
    <>
      <h1>Continue</h1>
      <p>
        <a href={path} rel="noreferrer">
          Continue to the page
        </a>
      </p>
    </>,
  );
};
