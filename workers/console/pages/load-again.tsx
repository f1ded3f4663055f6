import type { MiddlewareHandler } from "hono";
import { findPathToLoadAgain } from "../../kit/pages/load-again.ts";
import { renderPage } from "../parts/page.tsx";
import type { PageEnv } from "../server/page-context.ts";

/** Responds with a page that loads itself again if the browser has left out the session's cookies. */
export const loadAgainForSession: MiddlewareHandler<PageEnv> = async (c, next) => {
  const path = findPathToLoadAgain(c);
  if (path === undefined) return next();
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
