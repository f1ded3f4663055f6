import type { ReplayDeadFactRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { findDeadLetter, markReplayed } from "../store/dead-letters.ts";
import { toDeadFactMessage } from "./shared/mappers.ts";

/** Sends a dead letter to the queue again, unchanged. Consumers deduplicate events by id, so a repeat is harmless. */
export async function replayDeadFact({ id }: ReplayDeadFactRequest, ctx: OrderContext) {
  const row = await findDeadLetter(ctx.db, id);
  if (row === undefined) throw notFound("Dead letter not found", "id");
  await ctx.publishEvent(row.body);
  const replayedAt = new Date(ctx.now());
  await markReplayed(ctx.db, id, replayedAt);
  return { deadFact: toDeadFactMessage({ ...row, replayedAt }) };
}
