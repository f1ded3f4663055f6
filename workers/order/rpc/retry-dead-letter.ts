import type { RetryDeadLetterRequest } from "../../../proto/gen/order/v1/dead_letters_pb.js";
import type { OrderContext } from "../context.ts";
import { markReplayed } from "../store/dead-letters.ts";
import { getOpenDeadLetter } from "./shared/open-dead-letters.ts";

/** Consumers deduplicate events by id, so two retries at the same time are harmless. */
export async function retryDeadLetter({ id }: RetryDeadLetterRequest, ctx: OrderContext) {
  const { body } = await getOpenDeadLetter(ctx, id);
  await ctx.publishEvent(body);
  await markReplayed(ctx.db, id, new Date(ctx.now()));
  return {};
}
