import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { CancelCartsRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { listCartIds } from "../store/carts.ts";

/** Cancels the carts concurrently. A cart that a request in progress places meanwhile is cancelled as an order. */
export async function cancelCarts({ accountId, createdBefore }: CancelCartsRequest, ctx: OrderContext) {
  const { traceId } = ctx.trace;
  const before = createdBefore === undefined ? ctx.now() : timestampMs(createdBefore);
  const ids = await listCartIds(ctx.db, accountId, new Date(before));
  await Promise.all(
    ids.map((id) => ctx.object(id).execute({ command: { type: "cancelOrder" }, actor: "system", traceId })),
  );
  return {};
}
