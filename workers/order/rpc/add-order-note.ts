import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { AddOrderNoteRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import { annotate } from "../../kit/observability/operation.ts";
import { parseOptionalLines } from "../../kit/validation/text.ts";
import type { OrderContext } from "../context.ts";
import { maxOrderNoteLength } from "../domain/limits.ts";
import { getActor, getVisibleOrder } from "./shared/access.ts";
import { unwrap } from "./shared/errors.ts";
import { toOrderMessageWithActions } from "./shared/mappers.ts";
import { hashRequest, parseKey } from "./shared/validation.ts";

/** A note is no command: the order does not decide on it, and its row and its events do not change. */
export async function addOrderNote(request: AddOrderNoteRequest, ctx: OrderContext) {
  const { orderId } = request;
  const text = parseOptionalLines(request.text, maxOrderNoteLength, "text");
  if (text === undefined) throw invalid("INVALID_TEXT", "The note must not be empty", "text");
  const commandId = parseKey(request.idempotencyKey);
  annotate("rpc", { orderId });
  const order = await getVisibleOrder(ctx, orderId, { anyWith: Permission.ORDER_WRITE_ANY, field: "orderId" });
  const note = { text, actor: getActor(ctx), commandId, requestHash: await hashRequest(text) };
  unwrap(await ctx.object(orderId).addNote(note));
  return { order: toOrderMessageWithActions(order, ctx) };
}
