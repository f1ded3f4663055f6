import type { Context } from "hono";
import { OrderService } from "../../../proto/gen/order/v1/order_pb.js";
import { createRpcClient } from "../../kit/connect/client.ts";
import { Failure } from "../../kit/errors/failure.ts";
import { readFastPaths } from "../../kit/fast-paths.ts";
import { errorResponse } from "../http/error-response.ts";
import { readBody } from "../http/read-body.ts";
import { rateLimitByIp } from "../middleware/rate-limit.ts";
import { createRequestAudit, deadlineOf, type GatewayEnv } from "../middleware/request-context.ts";
import { limits } from "../policies/limits.ts";

/** Handles `POST /webhooks/stripe`. The order service verifies the signature of the unchanged body. */
export async function handleStripeWebhook(c: Context<GatewayEnv>): Promise<Response> {
  await rateLimitByIp(c, c.env.WEBHOOK_LIMIT);
  const body = await readBody(c.req.raw, limits.webhookBytes, deadlineOf(c.req.raw).signal);
  if (!(body instanceof Uint8Array)) return errorResponse(body.status, "BAD_USER_INPUT", body.message);
  const signature = c.req.header("stripe-signature") ?? "";
  const order = createRpcClient(c.env.ORDER, { trace: c.get("trace"), fastPath: readFastPaths(c.env).connect });
  try {
    await order(OrderService.method.receivePaymentEvent, { payload: body, signature });
  } catch (error) {
    const isForged = error instanceof Failure && error.reason === "INVALID_SIGNATURE";
    if (isForged) createRequestAudit(c).denied("WEBHOOK_REFUSED", "POST /webhooks/stripe");
    throw error;
  }
  return c.json({ received: true });
}
