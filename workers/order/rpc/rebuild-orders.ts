import type { RebuildOrdersRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { rebuildRow } from "../store/projection.ts";

const most = 50;

/** Writes the rows of these orders anew, each as its object says now. */
export async function rebuildOrders({ ids }: RebuildOrdersRequest, ctx: OrderContext) {
  if (ids.length > most) throw invalid("TOO_MANY", `at most ${most} orders at once`, "ids");
  const rebuilt = await Promise.all(
    ids.map(async (id) => {
      if (parseIdPrefix(id) !== "ord") return false;
      return rebuildRow(ctx.db, id, async () => (await ctx.object(id).read())?.state);
    }),
  );
  return { missingIds: ids.filter((_, index) => !rebuilt[index]) };
}
