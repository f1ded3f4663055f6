import type { Context } from "hono";
import type { GatewayContext } from "../context.ts";
import { rateLimitByIp } from "./rate-limit.ts";
import { acquirePermit, createRequestContext, deadlineOf, type GatewayEnv } from "./request-context.ts";

type ManagementHandler = (request: Request, context: GatewayContext) => Promise<Response>;

/** Bulk writes take longer than a GraphQL operation may. */
const seconds = 20;

/** Wraps a route for catalog managers: rate limit, permit, authentication and revocation check. */
export function asCatalogManager(handle: ManagementHandler): (c: Context<GatewayEnv>) => Promise<Response> {
  return async (c) => {
    const ip = await rateLimitByIp(c);
    const permit = acquirePermit(c, "browse");
    try {
      const context = await createRequestContext(c, { ip, permit, deadline: deadlineOf(c.req.raw, seconds) });
      await context.caller.requireUnrevoked();
      return await handle(c.req.raw, context);
    } finally {
      permit.release();
    }
  };
}
