import type { MiddlewareHandler } from "hono";
import { findPathToLoadAgain } from "../../kit/pages/load-again.ts";
import { renderContinuePage } from "../parts/continue-page.tsx";
import type { PageEnv } from "../server/page-context.ts";

/** Responds with a page that loads itself again if the browser has left out the session's cookies. */
export const loadAgainForSession: MiddlewareHandler<PageEnv> = async (c, next) => {
  const path = findPathToLoadAgain(c);
  if (path === undefined) return next();
  const { session } = c.var.locale.messages;
  return renderContinuePage(c, { heading: session.heading, link: session.continue, path });
};
