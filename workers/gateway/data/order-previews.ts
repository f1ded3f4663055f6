import { OrderAction_Type } from "../../../proto/gen/order/v1/order_pb.js";
import { OrderPreviewService, type PreviewOrderActionResponse } from "../../../proto/gen/order/v1/preview_pb.js";
import type { GatewayContext } from "../context.ts";
import { badUserInput, nullIfNotFound } from "../graphql/errors.ts";
import type { PreviewOrderActionInput } from "../graphql/schema.generated.ts";
import { omitNullish } from "./mappers/protobuf.ts";

/** Returns what an action of staff would do to an order now. Null if the order does not exist. */
export function previewOrderAction(
  { services }: GatewayContext,
  { orderId, type, amount, lines, refundShipping }: PreviewOrderActionInput,
): Promise<PreviewOrderActionResponse | null> {
  // The service previews all that is left when the list is empty, so an empty list must not reach it.
  if (lines?.length === 0) throw badUserInput("`lines` must have at least one line, or be absent", "lines");
  return nullIfNotFound(() =>
    services.order(OrderPreviewService.method.previewOrderAction, {
      orderId,
      type: OrderAction_Type[type],
      ...(amount ? { amount: { currencyCode: amount.currency, amountMinor: amount.amountMinor } } : {}),
      lines: (lines ?? []).map(omitNullish),
      refundShipping: refundShipping === true,
    }),
  );
}
