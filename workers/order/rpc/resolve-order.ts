import { Resolution, type ResolveOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { parseText } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import { maxNoteLength } from "../domain/limits.ts";
import { runCommandAsSupport } from "./shared/run-command.ts";

export async function resolveOrder(request: ResolveOrderRequest, ctx: OrderContext) {
  const note = parseText(request.note, maxNoteLength, "note");
  const { orderId } = request;
  switch (request.resolution) {
    case Resolution.RETRY:
      return runCommandAsSupport(ctx, orderId, { type: "resolveOrder", resolution: "RETRY", note });
    case Resolution.GIVE_UP:
      return runCommandAsSupport(ctx, orderId, { type: "resolveOrder", resolution: "GIVE_UP", note });
    default:
      throw invalid("INVALID_RESOLUTION", "The resolution must be RETRY or GIVE_UP", "resolution");
  }
}
