import { describeError, log } from "../../kit/observability/log.ts";
import { GatewayError } from "../../kit/pages/gateway-error.ts";
import { ForbiddenRequest, PageNotFound } from "../../kit/pages/http-errors.ts";
import { redirectTo } from "../../kit/pages/redirect.ts";
import type { StaffPermission } from "../documents.generated.ts";
import { renderPage } from "../parts/page.tsx";
import type { PageContext } from "../server/page-context.ts";

/** The page for an address that does not exist. */
export function notFound(c: PageContext): Response {
  return renderFailure(c, {
    status: 404,
    heading: "Not found",
    help: "There is no such page, or what it was about does not exist.",
  });
}

/** The page for what the roles of the viewer do not allow. */
export function renderForbidden(c: PageContext, permissions: readonly StaffPermission[]): Response {
  const needed = permissions.join(" or ");
  return renderFailure(c, {
    status: 403,
    heading: "Not allowed",
    help:
      needed === ""
        ? "Your roles do not allow this. An administrator can change them."
        : `Your roles do not allow this. It needs the permission ${needed}. An administrator can change your roles.`,
  });
}

/** Leads to the page to sign in, and from there back. A stream of events cannot follow: it gets the status 401. */
export function requireSignIn(c: PageContext): Response {
  if (c.req.header("accept") === "text/event-stream") return c.text("Sign in again.", 401);
  return redirectTo(`/sign-in?next=${encodeURIComponent(toPath(c))}`);
}

/** The page for a request that failed. */
export function failed(error: Error, c: PageContext): Response {
  if (error instanceof PageNotFound) return notFound(c);
  if (error instanceof ForbiddenRequest) {
    const help = "The form was sent by another site. Open the page again, and send it from there.";
    return renderFailure(c, { status: 403, heading: "Not accepted", help });
  }
  const code = error instanceof GatewayError ? error.code : undefined;
  if (code === "UNAUTHENTICATED") return requireSignIn(c);
  if (code === "FORBIDDEN") return renderForbidden(c, []);
  if (code === "NOT_FOUND") return notFound(c);
  if (code === "RATE_LIMITED") {
    const help = "You have sent too many requests. Wait one minute, then try again.";
    return renderFailure(c, { status: 429, heading: "Too many requests", help });
  }
  // The address of the page has a value that the API refuses, for example a page of another list.
  if (code === "BAD_USER_INPUT") {
    return renderFailure(c, { status: 400, heading: "Not possible", help: error.message });
  }
  const incident = crypto.randomUUID().slice(0, 8);
  log("error", "page failed", { incident, code, error: describeError(error) });
  return code === "UNAVAILABLE"
    ? renderFailure(c, {
        status: 503,
        heading: "The shop does not respond",
        help: "A part of the shop is unavailable. Try again in a moment.",
        incident,
      })
    : renderFailure(c, {
        status: 500,
        heading: "This did not work",
        help: "The error has been recorded.",
        incident,
        message: error.message,
      });
}

interface Failure {
  readonly status: 400 | 403 | 404 | 429 | 500 | 503;
  readonly heading: string;
  readonly help: string;
  /** What the log line has, to find it. */
  readonly incident?: string;
  /** What the API says, for staff. */
  readonly message?: string;
}

function renderFailure(c: PageContext, { status, heading, help, incident, message }: Failure): Response {
  const isFinal = status === 404 || status === 403;
  const response = renderPage(
    c,
    { title: heading, status },
    <>
      <h1>{heading}</h1>
      <p>{help}</p>
      {message !== undefined && <p class="errors">{message}</p>}
      <p class="actions">
        <a class="button" href={isFinal ? "/" : toPath(c)}>
          {isFinal ? "Start page" : "Try again"}
        </a>
      </p>
      {incident !== undefined && <p class="quiet">Incident {incident}</p>}
    </>,
  );
  if (status === 429 || status === 503) response.headers.set("retry-after", "60");
  return response;
}

function toPath(c: PageContext): string {
  const { pathname, search } = new URL(c.req.url);
  return c.req.method === "GET" ? `${pathname}${search}` : "/";
}
