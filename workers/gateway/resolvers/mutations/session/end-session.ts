import type { GatewayContext } from "../../../context.ts";

/** Clears the browser's cookies and this isolate's cache, after the account service has ended the caller's session. */
export function endSession(ctx: GatewayContext): Record<string, never> {
  ctx.cookies?.clear();
  ctx.caller.invalidateRevocationCheck();
  return {};
}
