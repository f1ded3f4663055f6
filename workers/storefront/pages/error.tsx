import { describeError, log } from "../../kit/observability/log.ts";
import { GatewayError } from "../../kit/pages/gateway-error.ts";
import { ForbiddenRequest, PageNotFound } from "../../kit/pages/http-errors.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import { renderPage } from "../parts/page.tsx";
import type { PageContext } from "../server/page-context.ts";

/** The page for an address that does not exist. */
export function notFound(c: PageContext): Response {
  const { errors, layout } = c.var.locale.messages;
  return renderPage(
    c,
    { title: errors.notFound, status: 404, isIndexed: false },
    <div class="message">
      <h1>{errors.notFound}</h1>
      <p>{errors.notFoundHelp}</p>
      <p class="actions">
        <a class="button" href="/">
          {errors.home}
        </a>
        <a href="/search">{layout.searchProducts}</a>
      </p>
    </div>,
  );
}

/** The page for a request that failed. */
export function failed(error: Error, c: PageContext): Response {
  if (error instanceof PageNotFound) return notFound(c);
  const code = error instanceof GatewayError ? error.code : undefined;
  // The visitor's session has ended, or the page needs an account.
  if (code === "UNAUTHENTICATED") return redirectTo(`/login?next=${encodeURIComponent(toPath(c))}`);
  const { errors } = c.var.locale.messages;
  if (error instanceof ForbiddenRequest) {
    return renderFailure(c, { status: 403, heading: errors.forbidden, help: errors.forbiddenHelp });
  }
  if (code === "RATE_LIMITED") {
    return renderFailure(c, { status: 429, heading: errors.rateLimited, help: errors.rateLimitedHelp });
  }
  const incident = crypto.randomUUID().slice(0, 8);
  log("error", "page failed", { incident, code, error: describeError(error) });
  return code === "UNAVAILABLE"
    ? renderFailure(c, { status: 503, heading: errors.unavailable, help: errors.unavailableHelp, incident })
    : renderFailure(c, { status: 500, heading: errors.failed, help: errors.failedHelp, incident });
}

interface Failure {
  readonly status: 403 | 429 | 500 | 503;
  readonly heading: string;
  readonly help: string;
  /** What support needs to find the line in the log. */
  readonly incident?: string;
}

function renderFailure(c: PageContext, { status, heading, help, incident }: Failure): Response {
  const { errors } = c.var.locale.messages;
  const response = renderPage(
    c,
    { title: heading, status, isIndexed: false },
    <div class="message">
      <h1>{heading}</h1>
      <p>{help}</p>
      <p class="actions">
        <a class="button" href={c.req.method === "GET" ? toPath(c) : "/"}>
          {errors.tryAgain}
        </a>
        <a href="/">{errors.home}</a>
      </p>
      {incident !== undefined && <p class="quiet">{errors.incident(incident)}</p>}
    </div>,
  );
  if (status === 429 || status === 503) response.headers.set("retry-after", "60");
  return response;
}

function toPath(c: PageContext): string {
  const { pathname, search } = new URL(c.req.url);
  return `${pathname}${search}`;
}
