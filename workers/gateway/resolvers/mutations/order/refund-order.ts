import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";
import { toMoneyMessage } from "./to-money-message.ts";

export const refundOrder: NonNullable<MutationResolvers["refundOrder"]> = (
  _root,
  { input: { amount, ...input } },
  ctx,
) =>
  orderPayload(() => {
    const request = { ...input, ...(amount ? { amount: toMoneyMessage(amount) } : {}) };
    return ctx.services.order(OrderService.method.refundOrder, request);
  });
