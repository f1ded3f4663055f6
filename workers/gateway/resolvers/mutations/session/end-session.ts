import type { GatewayContext } from "../../../context.ts";

/**
 * Clears the browser's cookies, what it has stored for this origin, and this isolate's cache, after the account service has
 * ended the caller's session.
 */
export function endSession(ctx: GatewayContext): Record<string, never> {
  if (ctx.cookies !== undefined) {
    ctx.cookies.clear();
    ctx.responseHeaders["clear-site-data"] = '"cache", "storage"';
  }
  ctx.caller.invalidateRevocationCheck();
  return {};
}
