import type { RefundOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { fromMoneyMessage } from "../../kit/connect/money-message.ts";
import { invalid } from "../../kit/errors/failure.ts";
import { parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import { maxReasonLength } from "../domain/limits.ts";
import { runCommandAsSupport } from "./shared/run-command.ts";
import { parseKey, parseRefundLines } from "./shared/validation.ts";

export async function refundOrder(request: RefundOrderRequest, ctx: OrderContext) {
  const key = parseKey(request.idempotencyKey);
  const reason = parseText(request.reason, maxReasonLength, "reason");
  const lines = parseRefundLines(request.lines);
  if (request.amount !== undefined && (lines.length > 0 || request.refundShipping)) {
    throw invalid("AMOUNT_OR_LINES", "Set either an amount, or lines and shipping", "amount");
  }
  const amount = request.amount === undefined ? {} : { amount: fromMoneyMessage(request.amount, "amount") };
  const units = lines.length === 0 ? {} : { lines };
  const shipping = request.refundShipping ? ({ shipping: true } as const) : {};
  const command = { type: "refundOrder", reason, ...amount, ...units, ...shipping } as const;
  return runCommandAsSupport(ctx, request.orderId, command, key);
}
