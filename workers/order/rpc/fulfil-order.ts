import type { FulfilOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseOptionalText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import { maxTrackingLength } from "../domain/limits.ts";
import { runCommandAsSupport } from "./shared/run-command.ts";
import { parseKey, parseLines } from "./shared/validation.ts";

export async function fulfilOrder(request: FulfilOrderRequest, ctx: OrderContext) {
  const key = parseKey(request.idempotencyKey);
  const lines = parseLines(request.lines);
  const carrier = parseOptionalText(request.carrier, maxTrackingLength, "carrier");
  const trackingNumber = parseOptionalText(request.trackingNumber, maxTrackingLength, "trackingNumber");
  const command = {
    type: "fulfilOrder",
    ...(carrier === undefined ? {} : { carrier }),
    ...(trackingNumber === undefined ? {} : { trackingNumber }),
    ...(lines.length === 0 ? {} : { lines }),
  } as const;
  return runCommandAsSupport(ctx, request.orderId, command, key);
}
