import type { DiscardDeadLetterRequest } from "../../../proto/gen/order/v1/dead_letters_pb.js";
import type { OrderContext } from "../context.ts";
import { markDiscarded } from "../store/dead-letters.ts";
import { getOpenDeadLetter, notRetryable } from "./shared/open-dead-letters.ts";

export async function discardDeadLetter({ id }: DiscardDeadLetterRequest, ctx: OrderContext) {
  await getOpenDeadLetter(ctx, id);
  if (!(await markDiscarded(ctx.db, id, new Date(ctx.now())))) throw notRetryable();
  return {};
}
