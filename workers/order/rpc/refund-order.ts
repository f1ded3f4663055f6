import type { RefundOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { fromMoneyMessage } from "../../kit/money-message.ts";
import { parseText } from "../../kit/text.ts";
import { commandAsStaff } from "../command-order.ts";
import type { OrderContext } from "../context.ts";
import { parseKey } from "../requests.ts";

export async function refundOrder(request: RefundOrderRequest, ctx: OrderContext) {
  const key = parseKey(request.idempotencyKey);
  const reason = parseText(request.reason, 500, "reason");
  const amount = request.amount === undefined ? {} : { amount: fromMoneyMessage(request.amount, "amount") };
  return commandAsStaff(ctx, request.orderId, { type: "refundOrder", reason, ...amount }, key);
}
