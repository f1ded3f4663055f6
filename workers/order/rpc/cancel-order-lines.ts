import type { CancelOrderLinesRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import { maxReasonLength } from "../domain/limits.ts";
import { runCommandAsSupport } from "./shared/run-command.ts";
import { parseKey, parseRefundLines } from "./shared/validation.ts";

export async function cancelOrderLines(request: CancelOrderLinesRequest, ctx: OrderContext) {
  const key = parseKey(request.idempotencyKey);
  const reason = parseText(request.reason, maxReasonLength, "reason");
  const lines = parseRefundLines(request.lines);
  if (lines.length === 0) throw invalid("NO_LINES", "`lines` must have at least one line", "lines");
  const shipping = request.refundShipping ? ({ shipping: true } as const) : {};
  const command = { type: "cancelOrderLines", reason, lines, ...shipping } as const;
  return runCommandAsSupport(ctx, request.orderId, command, key);
}
