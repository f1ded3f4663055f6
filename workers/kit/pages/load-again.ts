import type { PageRequest } from "./page-request.ts";

/**
 * Browsers do not send the session's cookies when another site leads to a page, for example a link in an email or a chat. Returns
 * the path of a page that must load itself again, because that request has them. Undefined for all other requests.
 */
export function findPathToLoadAgain({ req, var: { cookies } }: PageRequest): string | undefined {
  const hasSession = cookies.hasAccess || cookies.hasRefresh;
  if (hasSession || !cookies.hasHint || req.header("sec-fetch-site") !== "cross-site") return undefined;
  const { pathname, search } = new URL(req.raw.url);
  return `${pathname}${search}`;
}
