import type { RebuildOrdersRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { maxRebuiltOrders } from "../domain/limits.ts";
import { rebuildRow } from "../store/order-rows.ts";

/** Rewrites the rows of orders from the current state of their objects. Returns the ids of orders that do not exist. */
export async function rebuildOrders({ ids }: RebuildOrdersRequest, ctx: OrderContext) {
  if (ids.length > maxRebuiltOrders) throw invalid("TOO_MANY", `At most ${maxRebuiltOrders} orders per request`, "ids");
  const rebuilt = await Promise.all(
    ids.map(async (id) => {
      if (parseIdPrefix(id) !== "ord") return false;
      return rebuildRow(ctx.db, id, async () => (await ctx.object(id).read())?.state);
    }),
  );
  return { missingIds: ids.filter((_, index) => !rebuilt[index]) };
}
