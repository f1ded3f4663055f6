import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { BatchGetOrderDetailsRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { maxBatchedOrders } from "../domain/limits.ts";
import { findExistingOrderIds } from "../store/order-lists.ts";
import { isVisible } from "./shared/access.ts";
import { toDetailsMessage } from "./shared/details-mappers.ts";

/** Objects that one call reads at the same time. */
const maxConcurrentReads = 20;

/** Returns nothing of an order that the caller may not see. Partners see none. As in BatchGetOrders, ids without a row wake no object. */
export async function batchGetOrderDetails({ orderIds }: BatchGetOrderDetailsRequest, ctx: OrderContext) {
  if (orderIds.length > maxBatchedOrders) {
    throw invalid("TOO_MANY", `At most ${maxBatchedOrders} orders per request`, "orderIds");
  }
  const named = [...new Set(orderIds)].filter((id) => parseIdPrefix(id) === "ord");
  const isKnown = named.length === 1 || hasPermission(ctx.identity, Permission.ORDER_READ_ANY);
  const ids = named.length === 0 || isKnown ? named : await findExistingOrderIds(ctx.db, named);
  const details = [];
  for (let start = 0; start < ids.length; start += maxConcurrentReads) {
    ctx.signal.throwIfAborted();
    const batch = ids.slice(start, start + maxConcurrentReads);
    details.push(...(await Promise.all(batch.map((id) => findDetails(ctx, id)))));
  }
  return { details: details.filter((found) => found !== undefined) };
}

async function findDetails(ctx: OrderContext, orderId: string) {
  const order = await ctx.object(orderId).inspect();
  const isShown = order !== undefined && ctx.identity.partner === undefined;
  return isShown && isVisible(ctx, order, Permission.ORDER_READ_ANY) ? toDetailsMessage(order, ctx) : undefined;
}
