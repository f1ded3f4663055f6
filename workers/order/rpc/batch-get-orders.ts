import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { BatchGetOrdersRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { maxBatchedOrders } from "../domain/limits.ts";
import type { OrderView } from "../saga/saga-runner.ts";
import { findExistingOrderIds } from "../store/order-lists.ts";
import { isVisible } from "./shared/access.ts";
import { toOrderMessageWithActions } from "./shared/mappers.ts";

/** Objects that one call reads at the same time. */
const maxConcurrentReads = 20;

/**
 * Returns the visible orders of a list of ids. Every object has a row before its first event, so ids without a row wake
 * no object. Callers who may read all orders also find orders whose row was lost: reconciliation and the rebuild of lists
 * depend on it. The object decides who may see the order, because the owner in a row may be outdated.
 */
export async function batchGetOrders({ ids }: BatchGetOrdersRequest, ctx: OrderContext) {
  if (ids.length > maxBatchedOrders) throw invalid("TOO_MANY", `At most ${maxBatchedOrders} orders per request`, "ids");
  const orderIds = [...new Set(ids)].filter((id) => parseIdPrefix(id) === "ord");
  if (orderIds.length === 0) return { orders: [] };
  const readsAny = hasPermission(ctx.identity, Permission.ORDER_READ_ANY);
  const views = await readViews(ctx, readsAny ? orderIds : await findExistingOrderIds(ctx.db, orderIds));
  const visible = views.filter((view) => isVisible(ctx, view, Permission.ORDER_READ_ANY));
  return { orders: visible.map((view) => toOrderMessageWithActions(view, ctx)) };
}

/** Starts no more reads after the caller's deadline. */
async function readViews(ctx: OrderContext, ids: readonly string[]): Promise<readonly OrderView[]> {
  const views: (OrderView | undefined)[] = [];
  for (let start = 0; start < ids.length; start += maxConcurrentReads) {
    ctx.signal.throwIfAborted();
    const batch = ids.slice(start, start + maxConcurrentReads);
    views.push(...(await Promise.all(batch.map((id) => ctx.object(id).read()))));
  }
  return views.filter((view) => view !== undefined);
}
