import type { Context } from "hono";
import { SearchAdminService } from "../../../proto/gen/catalog/v1/search_admin_pb.js";
import { errorResponse } from "../http/error-response.ts";
import { isPageRequest } from "../http/page-request.ts";
import { rateLimitByIp } from "../middleware/rate-limit.ts";
import { acquirePermit, createRequestContext, deadlineOf, type GatewayEnv } from "../middleware/request-context.ts";

const seconds = 5;

/** Handles `POST /search/clicks?q=QUERY` of Workers that render pages: a visitor opened a result of a search. */
export async function countSearchClick(c: Context<GatewayEnv>): Promise<Response> {
  if (!isPageRequest(c.req.raw)) return errorResponse(404, "NOT_FOUND", "Not found");
  const ip = await rateLimitByIp(c);
  const permit = acquirePermit(c, "browse");
  try {
    const { services } = await createRequestContext(c, { ip, permit, deadline: deadlineOf(c.req.raw, seconds) });
    await services.catalog(SearchAdminService.method.recordSearchClick, { query: c.req.query("q") ?? "" });
    return new Response(null, { status: 204 });
  } finally {
    permit.release();
  }
}
