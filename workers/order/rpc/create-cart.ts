import { newId } from "../../kit/ids.ts";
import { requireAccount } from "../access.ts";
import { valueOrFailure } from "../answers.ts";
import type { OrderContext } from "../context.ts";
import { orderMessage } from "../messages.ts";
import { insertCart } from "../store/claims.ts";

export async function createCart(_request: unknown, ctx: OrderContext) {
  const accountId = requireAccount(ctx);
  const orderId = newId("ord", ctx.now());
  await insertCart(ctx.db, orderId, accountId);
  const created = await ctx.object(orderId).execute({
    command: { type: "createCart", orderId, accountId, currency: ctx.defaultCurrency },
    actor: `account:${accountId}`,
    traceId: ctx.trace.traceId,
  });
  return { order: orderMessage(valueOrFailure(created), ctx) };
}
