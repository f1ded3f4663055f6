import { OrderService } from "../../../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../../../kit/errors/failure.ts";
import { omitNullish } from "../../../data/mappers/protobuf.ts";
import type { MutationResolvers } from "../../../graphql/schema.generated.ts";
import { orderPayload } from "./order-payload.ts";
import { toMoneyMessage } from "./to-money-message.ts";

export const refundOrder: NonNullable<MutationResolvers["refundOrder"]> = (
  _root,
  { input: { amount, lines, ...input } },
  ctx,
) =>
  orderPayload(async () => {
    // The service refunds all that is left when the list is empty, so an empty list must not reach it.
    if (lines?.length === 0) throw invalid("NO_LINES", "`lines` must have at least one line, or be absent", "lines");
    return ctx.services.order(OrderService.method.refundOrder, {
      ...omitNullish(input),
      ...(amount ? { amount: toMoneyMessage(amount) } : {}),
      lines: (lines ?? []).map(omitNullish),
    });
  });
