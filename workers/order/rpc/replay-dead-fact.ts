import type { ReplayDeadFactRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { findDeadFact, markReplayed } from "../store/dead-letters.ts";
import { deadFactMessage } from "./shared/mappers.ts";

/** Sends it again as it was. Whoever takes facts knows each by its id, so that once too often does no harm. */
export async function replayDeadFact({ id }: ReplayDeadFactRequest, ctx: OrderContext) {
  const row = await findDeadFact(ctx.db, id);
  if (row === undefined) throw notFound("there is no such fact", "id");
  await ctx.sendFact(row.body);
  const replayedAt = new Date(ctx.now());
  await markReplayed(ctx.db, id, replayedAt);
  return { deadFact: deadFactMessage({ ...row, replayedAt }) };
}
