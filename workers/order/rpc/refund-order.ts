import type { RefundOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { fromMoneyMessage } from "../../kit/connect/money-message.ts";
import { parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import { maxReasonLength } from "../domain/limits.ts";
import { runCommandAsSupport } from "./shared/run-command.ts";
import { parseKey } from "./shared/validation.ts";

export async function refundOrder(request: RefundOrderRequest, ctx: OrderContext) {
  const key = parseKey(request.idempotencyKey);
  const reason = parseText(request.reason, maxReasonLength, "reason");
  const amount = request.amount === undefined ? {} : { amount: fromMoneyMessage(request.amount, "amount") };
  return runCommandAsSupport(ctx, request.orderId, { type: "refundOrder", reason, ...amount }, key);
}
